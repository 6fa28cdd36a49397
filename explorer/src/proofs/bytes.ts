// Bytes as they stand in proofs, read strictly: each value has one spelling. What fails is `WrongError`.

/** What does not hold. */
export type Wrong = "record" | "chain" | "path" | "signature" | "format" | "key";

export class WrongError extends Error {
  constructor(readonly what: Wrong) {
    super(what);
  }
}

export function demand(holds: boolean, what: Wrong): asserts holds {
  if (!holds) throw new WrongError(what);
}

export async function hash(...parts: Uint8Array[]): Promise<Uint8Array> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

export function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A size or a place in a tree: a decimal number without zeroes before it, that this browser can count to. */
export function whole(text: string): number {
  const number = Number(text);
  demand(/^(0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(number), "format");
  return number;
}

export function hashOf(text: string): Uint8Array {
  const bytes = fromBase64(text);
  demand(bytes.length === 32, "format");
  return bytes;
}

export function fromBase64(text: string): Uint8Array {
  let decoded = "";
  try {
    decoded = atob(text);
  } catch {
    throw new WrongError("format");
  }
  demand(btoa(decoded) === text, "format");
  return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function fromHex(text: string): Uint8Array {
  demand(/^([0-9a-f]{2})*$/.test(text), "format");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
