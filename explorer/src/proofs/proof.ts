// Checks, in this browser and without the hub, that an entry is on the log: RFC 6962 inclusion, the checkpoint's Ed25519
// signature, and the person's own chain. The formats are in docs/export.md; what it proves in docs/accountability.md.
import { demand, fromBase64, fromHex, hash, hashOf, same, utf8, type Wrong, WrongError, whole } from "./bytes.ts";
import { isUnsupported, type Note, openedCheckpoint, parseCheckpoint, parseKey, parseNote } from "./note.ts";
import { leafHash, rootOf, STEPS_MAX } from "./tree.ts";

export type { Wrong } from "./bytes.ts";

const COMMITMENT_DOMAIN = "domicile/ledger/entry/v1\n";
const CHAIN_DOMAIN = "domicile/ledger/subject/v1\n";
const HEADER = "c2sp.org/tlog-proof@v1";

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
  | { kind: "impossible" } // this browser has no Ed25519
  | { kind: "pending" } // the log has no proof yet: that takes two seconds
  | { kind: "erased" } // record and salt are gone, at their term
  | { kind: "wrong"; what: Wrong };

/** Check one entry. `key` is the log's verifier key (`name+id+base64`), or empty. Throws nothing. */
export async function check(entry: Provable, key: string): Promise<Verdict> {
  try {
    if (!entry.commitment || !entry.previous || !entry.head) return { kind: "wrong", what: "format" };
    const commitment = fromHex(entry.commitment);
    demand(same(await headAfter(fromHex(entry.previous), commitment), fromHex(entry.head)), "chain");
    if (entry.record === null || entry.salt === null) return { kind: "erased" };
    demand(same(await commitmentOf(fromBase64(entry.salt), entry.record), commitment), "record");
    if (entry.proof === null) return { kind: "pending" };
    const { index, path, note } = parseProof(entry.proof);
    const said = parseCheckpoint(note.text);
    demand(same(await rootOf(await leafHash(commitment), index, said.size, path), said.root), "path");
    if (key.trim() === "") return { kind: "unsigned", size: said.size };
    const { size, origin } = await openedCheckpoint(note, await parseKey(key));
    return { kind: "proved", size, by: origin };
  } catch (error) {
    if (isUnsupported(error)) return { kind: "impossible" };
    return { kind: "wrong", what: error instanceof WrongError ? error.what : "format" };
  }
}

/** What stands for an entry in the tree. */
export function commitmentOf(salt: Uint8Array, record: string): Promise<Uint8Array> {
  return hash(utf8(COMMITMENT_DOMAIN), salt, utf8(record));
}

/** The head of a person's chain behind an entry. */
export function headAfter(previous: Uint8Array, commitment: Uint8Array): Promise<Uint8Array> {
  return hash(utf8(CHAIN_DOMAIN), previous, commitment);
}

export type Linked = { number: number | null; previous: string | null; head: string | null };

/** The numbers that are missing between the highest and the lowest of a person's entries. */
export function missingNumbers(entries: readonly Linked[]): number[] {
  const numbers = entries.map((entry) => entry.number ?? 0).sort((one, other) => one - other);
  const there = new Set(numbers);
  const [first = 1, last = 0] = [numbers[0], numbers.at(-1)];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((number) => !there.has(number));
}

/** Whether a person's entries are one chain without a gap, in whatever order they come. */
export function isOneChain(entries: readonly Linked[]): boolean {
  const ordered = [...entries].sort((one, other) => (one.number ?? 0) - (other.number ?? 0));
  return ordered.every((entry, index) => {
    const before = ordered[index - 1];
    return !before || ((before.number ?? 0) + 1 === entry.number && before.head === entry.previous);
  });
}

/** The signed checkpoint that a proof carries, as its text. */
export function checkpointIn(proof: string): string {
  parseProof(proof);
  return proof.slice(proof.indexOf("\n\n") + 2);
}

function parseProof(text: string): { index: number; path: Uint8Array[]; note: Note } {
  const gap = text.indexOf("\n\n");
  demand(gap > 0, "format");
  const [header, ...lines] = text.slice(0, gap).split("\n");
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const [place, ...path] = lines;
  demand(header === HEADER && place !== undefined && place.startsWith("index ") && path.length <= STEPS_MAX, "format");
  return { index: whole(place.slice("index ".length)), path: path.map(hashOf), note: parseNote(text.slice(gap + 2)) };
}
