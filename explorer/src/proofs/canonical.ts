// The canonical form of JSON (RFC 8785). Its numbers and strings are those of ECMAScript, so this is short.

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The text that is signed for a value. Throws for what the form doesn't know: half a surrogate pair, no finite number. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const names = Object.keys(value).sort(); // by UTF-16 units, as it asks for
    return `{${names.map((name) => `${canonical(name)}:${canonical(value[name] ?? null)}`).join(",")}}`;
  }
  if (typeof value === "string" && /\p{Surrogate}/u.test(value)) throw new Error("half a surrogate pair");
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error("not a finite number");
  return JSON.stringify(value);
}
