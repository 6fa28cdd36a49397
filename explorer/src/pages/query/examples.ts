// The documentation's own questions, as they stand in its files.
const files: Record<string, string> = {
  ...import.meta.glob<string>("../../../../hub/demo/questions/*.graphql", {
    query: "?raw",
    import: "default",
    eager: true,
  }),
  ...import.meta.glob<string>("../../../../docs/walk/*.graphql", { query: "?raw", import: "default", eager: true }),
};

export type Example = { id: string; name: string; text: string };

export const examples: readonly Example[] = Object.entries(files)
  .map(([path, text]) => ({
    id: path.split("/").slice(-2).join("/").replace(".graphql", ""),
    name: text.match(/^\s*(?:query|mutation)\s+(\w+)/m)?.[1] ?? path,
    text,
  }))
  .sort((a, b) => a.name.localeCompare(b.name));

/** What is there at first. */
export const first: Example = examples.find((item) => item.id === "questions/viewer") ??
  examples[0] ?? { id: "", name: "", text: "" };
