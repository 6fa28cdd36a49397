// Documents asked as one: valid against the schema, with what was wanted, within what the hub reads.
import { buildSchema, parse, print, validate } from "graphql";
import { expect, test } from "vitest";
import sdl from "../../../../../schema/schema.graphql?raw";
import type { NodeKind } from "../model/graph.ts";
import { KINDS } from "./documents.ts";
import { wholeField } from "./opened.ts";
import { type Piece, takeBatch, together } from "./together.ts";

const schema = buildSchema(sdl);

function checked(pieces: Piece[]) {
  const { document, variables } = together(pieces);
  const parsed = parse(print(document as never));
  expect(validate(schema, parsed)).toEqual([]);
  const text = print(parsed);
  const fields = text.replaceAll(/\([^)]*\)/g, ""); // an alias is a colon outside of arguments and variables
  return { text, variables, aliases: fields.match(/\w+: \w+/g)?.length ?? 0 };
}

const pages = Object.values(KINDS).flatMap((kind) =>
  Object.values(kind.pages as Record<string, { document: unknown }>).map(({ document }) => ({
    document,
    variables: { id: "x", asOf: null, first: 1, after: null },
  })),
);
const nodes = Object.entries(KINDS).map(([kind, { open, whole }]) => ({
  document: open as unknown,
  variables: { id: "x", asOf: null },
  keeps: Object.keys(whole).map((relation) => wholeField(kind as NodeKind, relation)),
}));

test("each piece keeps its own variables", () => {
  const [first, second] = pages;
  if (!first || !second) throw new Error("there are pages");
  const asked = checked([
    { ...first, variables: { ...first.variables, id: "a" } },
    { ...second, variables: { ...second.variables, id: "b", first: 7 } },
  ]);
  expect(asked.variables).toMatchObject({ id0: "a", id1: "b", first0: 1, first1: 7 });
  expect(asked.text).toContain("id: $id1");
});

test("every batch of all documents is valid and no larger than the hub reads", () => {
  const waiting: Piece[] = [...pages, ...nodes];
  let count = 0;
  while (waiting.length > 0) {
    const batch = takeBatch(waiting);
    count += batch.length;
    const { aliases } = checked(batch);
    expect(aliases).toBeLessThanOrEqual(15);
  }
  expect(count).toBe(pages.length + nodes.length);
});

test("no document as it stands has more aliases than the hub reads", () => {
  for (const { document } of [...pages, ...nodes]) {
    const text = print(document as never).replaceAll(/\([^)]*\)/g, "");
    expect(text.match(/\w+: \w+/g)?.length ?? 0).toBeLessThanOrEqual(15);
  }
});

test("only the facts are asked for where nothing else is wanted", () => {
  const piece: Piece = { document: KINDS.Room.open, variables: { id: "x", asOf: null }, keeps: [] };
  expect(checked([piece]).text).not.toMatch(/whole_|total_/);
});

test("pieces of the same kinds share a document, whatever their values; others do not", () => {
  const of = (id: string, keeps: string[]): Piece => ({
    document: KINDS.Room.open,
    variables: { id, asOf: null },
    keeps,
  });
  const first = together([of("a", ["whole_owners"]), of("b", [])]);
  expect(together([of("c", ["whole_owners"]), of("d", [])]).document).toBe(first.document);
  expect(together([of("c", []), of("d", [])]).document).not.toBe(first.document);
});
