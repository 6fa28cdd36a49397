// Checks, in this browser and without the hub, that an entry is on the log: RFC 6962 inclusion, the checkpoint's Ed25519
// signature, and the person's own chain. The formats are in docs/export.md; what it proves in docs/accountability.md.

const COMMITMENT_DOMAIN = "domicile/ledger/entry/v1\n";
const CHAIN_DOMAIN = "domicile/ledger/subject/v1\n";
const HEADER = "c2sp.org/tlog-proof@v1";
const ED25519 = 1; // C2SP's number of a signature over the note's text
const STEPS_MAX = 64;

/** What a person's entry holds that can be checked. `commitment` and the hashes are hexadecimal, `salt` is base64. */
export type Provable = {
  record: string | null;
  salt: string | null;
  commitment: string | null;
  previous: string | null;
  head: string | null;
  proof: string | null;
};

/** `proved` is said only if everything was checked, the signature by a key that the reader brought included. */
export type Verdict =
  | { kind: "proved"; size: number; by: string }
  | { kind: "unsigned"; size: number } // all of it holds, but whose root it is was not checked: no key was given
  | { kind: "pending" } // the log has no proof yet: that takes two seconds
  | { kind: "erased" } // record and salt are gone, at their term
  | { kind: "wrong"; what: Wrong };

export type Wrong = "record" | "chain" | "path" | "signature" | "format" | "key";

class WrongError extends Error {
  constructor(readonly what: Wrong) {
    super(what);
  }
}

/** Check one entry. `key` is the log's verifier key (`name+id+base64`), or empty. Throws nothing. */
export async function check(entry: Provable, key: string): Promise<Verdict> {
  try {
    if (!entry.commitment || !entry.previous || !entry.head) return { kind: "wrong", what: "format" };
    const commitment = fromHex(entry.commitment);
    await checkChain(entry.previous, commitment, entry.head);
    if (entry.record === null || entry.salt === null) return { kind: "erased" };
    const said = await hash(utf8(COMMITMENT_DOMAIN), fromBase64(entry.salt), utf8(entry.record));
    demand(same(said, commitment), "record");
    if (entry.proof === null) return { kind: "pending" };
    const proof = parse(entry.proof);
    const root = await rootOf(await leafHash(commitment), proof.index, proof.size, proof.path);
    demand(same(root, proof.root), "path");
    if (key.trim() === "") return { kind: "unsigned", size: proof.size };
    await checkSignature(proof, key.trim());
    return { kind: "proved", size: proof.size, by: proof.origin };
  } catch (error) {
    return { kind: "wrong", what: error instanceof WrongError ? error.what : "format" };
  }
}

/** Whether a list of one person's entries, newest first and without a gap, is one chain. */
export function isOneChain(entries: readonly { previous: string | null; head: string | null }[]): boolean {
  return entries.every((entry, index) => index === 0 || entries[index - 1]?.previous === entry.head);
}

/** RFC 6962 §2.1: the hash of a leaf. */
export function leafHash(leaf: Uint8Array): Promise<Uint8Array> {
  return hash(Uint8Array.of(0), leaf);
}

/** RFC 9162 §2.1.3.2: the root to which `path` leads from a leaf's hash at `index` of a tree of `size`. */
export async function rootOf(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Promise<Uint8Array> {
  demand(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size, "path");
  let place = index;
  let last = size - 1;
  let root = leaf;
  for (const step of path) {
    demand(last > 0, "path");
    if (place % 2 === 1 || place === last) {
      root = await hash(Uint8Array.of(1), step, root);
      while (place % 2 === 0 && place > 0) {
        place = Math.floor(place / 2);
        last = Math.floor(last / 2);
      }
    } else {
      root = await hash(Uint8Array.of(1), root, step);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  demand(last === 0, "path");
  return root;
}

type Proof = {
  index: number;
  path: Uint8Array[];
  origin: string;
  size: number;
  root: Uint8Array;
  text: string;
  signatures: string[];
};

function parse(text: string): Proof {
  const gap = text.indexOf("\n\n");
  demand(gap > 0, "format");
  const [header, ...lines] = text.slice(0, gap).split("\n");
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const [place, ...path] = lines;
  demand(header === HEADER && place !== undefined && place.startsWith("index ") && path.length <= STEPS_MAX, "format");
  const note = text.slice(gap + 2);
  const split = note.indexOf("\n\n");
  demand(split > 0, "format");
  const signed = note.slice(0, split + 1);
  const [origin, size, root] = signed.split("\n");
  demand(origin !== undefined && size !== undefined && root !== undefined, "format");
  return {
    index: whole((place ?? "").slice("index ".length)),
    path: path.map(hashOf),
    origin: origin ?? "",
    size: whole(size ?? ""),
    root: hashOf(root ?? ""),
    text: signed,
    signatures: note
      .slice(split + 2)
      .split("\n")
      .filter((line) => line !== ""),
  };
}

async function checkSignature(proof: Proof, key: string) {
  const [name, id, material] = splitKey(key);
  demand(name === proof.origin, "key");
  const bytes = fromBase64(material);
  demand(bytes.length === 33 && bytes[0] === ED25519, "key");
  const expected = (await hash(utf8(`${name}\n`), bytes)).slice(0, 4);
  demand(same(expected, fromHex(id)), "key");
  const line = proof.signatures.find((each) => {
    const [dash, signer, value] = each.split(" ");
    return dash === "—" && signer === name && value !== undefined && same(fromBase64(value).slice(0, 4), expected);
  });
  demand(line !== undefined, "signature");
  const signature = fromBase64((line ?? "").split(" ")[2] ?? "").slice(4);
  const imported = await crypto.subtle.importKey("raw", bytes.slice(1), { name: "Ed25519" }, false, ["verify"]);
  demand(
    await crypto.subtle.verify("Ed25519", imported, signature as BufferSource, utf8(proof.text) as BufferSource),
    "signature",
  );
}

function splitKey(key: string): [string, string, string] {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(key);
  demand(match !== null, "key");
  return [match?.[1] ?? "", match?.[2] ?? "", match?.[3] ?? ""];
}

async function checkChain(previous: string, commitment: Uint8Array, head: string) {
  demand(same(await hash(utf8(CHAIN_DOMAIN), fromHex(previous), commitment), fromHex(head)), "chain");
}

async function hash(...parts: Uint8Array[]): Promise<Uint8Array> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

function demand(holds: boolean, what: Wrong) {
  if (!holds) throw new WrongError(what);
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function whole(text: string): number {
  demand(/^(0|[1-9][0-9]{0,15})$/.test(text), "format");
  return Number(text);
}

function hashOf(text: string): Uint8Array {
  const bytes = fromBase64(text);
  demand(bytes.length === 32, "format");
  return bytes;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function fromHex(text: string): Uint8Array {
  demand(/^([0-9a-f]{2})*$/.test(text), "format");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
