// C2SP signed notes, verifier keys and checkpoints: read strictly, and their Ed25519 signatures verified by WebCrypto.
// What a text says may be used only after its signature was verified.
import { demand, fromBase64, fromHex, hash, hashOf, same, utf8, whole } from "./bytes.ts";

const ED25519 = 1; // C2SP's number of a signature over the note's text
const NOTE_CHARACTERS_MAX = 128 * 1024;
const SIGNATURES_MAX = 64;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a note has none but newlines
const CONTROL = /[\x00-\x09\x0b-\x1f]/;

export type Note = { text: string; signatures: { name: string; bytes: Uint8Array }[] };
export type VerifierKey = { name: string; id: Uint8Array; public: Uint8Array };
export type Checkpoint = { origin: string; size: number; root: Uint8Array };

export function parseNote(note: string): Note {
  demand(note.length <= NOTE_CHARACTERS_MAX && !CONTROL.test(note), "format");
  const gap = note.lastIndexOf("\n\n");
  demand(gap > 0 && note.endsWith("\n"), "format");
  const lines = note.slice(gap + 2, -1).split("\n");
  demand(lines.length <= SIGNATURES_MAX, "format");
  return { text: note.slice(0, gap + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): Note["signatures"][number] {
  const [dash, name, value, more] = line.split(" ");
  demand(dash === "—" && name !== undefined && value !== undefined && more === undefined, "format");
  const bytes = fromBase64(value);
  demand(bytes.length > 4, "format");
  return { name, bytes };
}

/** A key as it is published, `name+id+base64`. */
export async function parseKey(text: string): Promise<VerifierKey> {
  const [, name = "", id = "", material = ""] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? [];
  demand(name !== "", "key");
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(material);
  } catch {
    bytes = new Uint8Array();
  }
  demand(bytes.length === 33 && bytes[0] === ED25519, "key");
  const expected = (await hash(utf8(`${name}\n`), bytes)).slice(0, 4);
  demand(same(expected, fromHex(id)), "key");
  return { name, id: expected, public: bytes.slice(1) };
}

/** Demands that `key` signed the note, and that no signature which says to be by it is wrong. */
export async function verifyNote(note: Note, key: VerifierKey): Promise<void> {
  const own = note.signatures.filter(({ name, bytes }) => name === key.name && same(bytes.slice(0, 4), key.id));
  demand(own.length > 0, "signature");
  const algorithm = { name: "Ed25519" };
  const imported = await crypto.subtle.importKey("raw", key.public as BufferSource, algorithm, false, ["verify"]);
  for (const { bytes } of own) {
    const signature = bytes.slice(4) as BufferSource;
    demand(await crypto.subtle.verify(algorithm, imported, signature, utf8(note.text) as BufferSource), "signature");
  }
}

export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split("\n");
  demand(lines.pop() === "" && lines.length >= 3 && lines.every((line) => line !== ""), "format");
  const [origin = "", size = "", root = ""] = lines;
  return { origin, size: whole(size), root: hashOf(root) };
}

/** The checkpoint in a note that `key` signed; another log's is refused. */
export async function openedCheckpoint(note: Note, key: VerifierKey): Promise<Checkpoint> {
  await verifyNote(note, key);
  const checkpoint = parseCheckpoint(note.text);
  demand(checkpoint.origin === key.name, "key");
  return checkpoint;
}

/** Whether this browser can't verify at all: then nothing is said to be wrong, and nothing right. */
export function isUnsupported(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotSupportedError";
}
