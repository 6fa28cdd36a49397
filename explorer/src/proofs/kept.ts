// What a resident keeps, read: exports and receipts, from files that anybody may have written. Checks no signature.
// The same as hub/offline_verifier/files.py; kept-check.ts compares them.
import { WrongError } from "./bytes.ts";
import type { Json } from "./canonical.ts";
import { type Note, parseCheckpoint, parseNote } from "./note.ts";

export const KEPT_BYTES_MAX = 64 * 1024 * 1024; // the hub makes none of more than some five
const STEPS_MAX = 63;
const TEXT_CHARACTERS_MAX = 64 * 1024;
const HEADERS = ["domicile export v1", "domicile receipt v1"];

export type KeptEntry = {
  number: number;
  previous: string;
  commitment: string;
  head: string;
  record: string | null;
  salt: string | null;
  erasedAt: string | null;
  proof: { index: number; path: string[] } | null;
  /** All that the file says of it. */
  shown: { [name: string]: Json };
};

export type KeptExport = {
  format: string;
  madeAt: string;
  log: { key: string; number: number; head: string; from: number; to: number; entries: KeptEntry[] };
  checkpoint: string | null;
  consistency: { size: number; path: string[] } | null;
};

/** One file: a signed note, and what it signs where that is an export. A checkpoint is a note, too. */
export type Kept = { name: string; note: Note } & (
  | { kind: "export"; signed: Json; export: KeptExport }
  | { kind: "receipt" }
  | { kind: "checkpoint" }
);

/** Reads an export, a receipt or a checkpoint. Throws `WrongError("format")` for what is none. */
export function readKept(name: string, content: string): Kept {
  if (content.trimStart().startsWith("{")) return readExport(name, content);
  const note = parseNote(`${content.trim()}\n`);
  if (HEADERS.some((header) => note.text.startsWith(`${header}\n`))) return { name, note, kind: "receipt" };
  parseCheckpoint(note.text);
  return { name, note, kind: "checkpoint" };
}

function readExport(name: string, content: string): Kept {
  let file: Json;
  try {
    file = JSON.parse(content) as Json;
  } catch {
    throw new WrongError("format");
  }
  const { export: signed, signature } = object(file);
  const read = exportOf(object(signed ?? null));
  return { name, note: parseNote(text(signature)), kind: "export", signed: signed ?? null, export: read };
}

type Fields = { [name: string]: Json };

function exportOf(file: Fields): KeptExport {
  const log = object(file["log"]);
  const checkpoint = orNull(file["checkpoint"], text);
  if (checkpoint !== null) parseCheckpoint(parseNote(checkpoint).text);
  const entries = list(log["entries"], Number.POSITIVE_INFINITY).map(entryOf);
  if (entries.length === 0) throw new WrongError("format");
  return {
    format: text(file["format"]),
    madeAt: text(file["madeAt"]),
    log: {
      key: text(log["key"]),
      number: number(log["number"], 1),
      head: hash(log["head"]),
      from: number(log["from"], 1),
      to: number(log["to"], 1),
      entries,
    },
    checkpoint,
    consistency: orNull(file["consistency"] ?? null, (value) => {
      const { size, path } = object(value);
      return { size: number(size, 1), path: list(path, 2 * STEPS_MAX).map(text) };
    }),
  };
}

function entryOf(value: Json): KeptEntry {
  const shown = object(value);
  return {
    number: number(shown["number"], 1),
    previous: hash(shown["previous"]),
    commitment: hash(shown["commitment"]),
    head: hash(shown["head"]),
    record: orNull(shown["record"], text),
    salt: orNull(shown["salt"], text),
    erasedAt: orNull(shown["erasedAt"], text),
    proof: orNull(shown["proof"], (proof) => {
      const { index, path } = object(proof);
      return { index: number(index, 0), path: list(path, STEPS_MAX).map(text) };
    }),
    shown,
  };
}

type Value = Json | undefined;

function object(value: Value): Fields {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new WrongError("format");
  return value;
}

function list(value: Value, most: number): Json[] {
  if (!Array.isArray(value) || value.length > most) throw new WrongError("format");
  return value;
}

function text(value: Value): string {
  if (typeof value !== "string" || value.length > TEXT_CHARACTERS_MAX) throw new WrongError("format");
  return value;
}

function hash(value: Value): string {
  if (typeof value !== "string" || !/^[0-9a-f]{64}$/.test(value)) throw new WrongError("format");
  return value;
}

function number(value: Value, least: number): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least) throw new WrongError("format");
  return value;
}

function orNull<Read>(value: Value, read: (value: Json) => Read): Read | null {
  if (value === undefined) throw new WrongError("format");
  return value === null ? null : read(value);
}
