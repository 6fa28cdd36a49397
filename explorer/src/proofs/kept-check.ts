// A resident's own check of an export, in this browser: against itself, and against what they kept from earlier. The same checks as
// `domicile record verify` (hub/offline_verifier/checking.py), written anew. It trusts the key that it is given and nothing of the hub.
import { demand, fromBase64, fromHex, hash, hashOf, same, toBase64, toHex, utf8, WrongError, whole } from "./bytes.ts";
import { canonical, type Json } from "./canonical.ts";
import type { Kept, KeptEntry, KeptExport } from "./kept.ts";
import {
  type Checkpoint,
  isUnsupported,
  type Note,
  openedCheckpoint,
  parseCheckpoint,
  parseKey,
  parseNote,
  type VerifierKey,
  verifyNote,
} from "./note.ts";
import { commitmentOf, headAfter } from "./proof.ts";
import { isContinued, leafHash, rootOf } from "./tree.ts";

const FORMAT = "domicile-export/1";
const EXPORT_HEADER = "domicile export v1";
const START = "00".repeat(32);
const PENDING_MILLISECONDS_MAX = 60_000;
const DAY_MILLISECONDS = 86_400_000; // what a day anywhere and a day of UTC differ by at most
export const KEPT_YEARS = 10; // of the log's entries, by hub/policy/retention/schedule.toml
const SHOWN = ["at", "client", "office", "purpose", "legalBasis", "case", "operation", "rule", "policyVersion"];

/** What is wrong, by what the page has words for. `file` is another one than the file that is checked. */
export type Finding = {
  what: FindingKind;
  file?: string;
  entry?: number;
  to?: number;
  of?: number;
  was?: number;
  name?: string;
};

export type FindingKind =
  | "signature"
  | "altered"
  | "otherHead"
  | "format"
  | "link"
  | "end"
  | "subjects"
  | "missing"
  | "twice"
  | "head"
  | "recordGone"
  | "record"
  | "place"
  | "shown"
  | "tree"
  | "order"
  | "checkpoint"
  | "unproved"
  | "otherCheckpoint"
  | "fork"
  | "silentErasure"
  | "earlyErasure"
  | "changed"
  | "dropped"
  | "headSince"
  | "erasedEarly"
  | "moved"
  | "lostProof"
  | "rolledBack"
  | "receipt";

/** What could not be checked, which is no fault. */
export type Open = { what: "part" | "pending" | "noCheckpoint" | "noPath" | "receipt"; file?: string } & Pick<
  Finding,
  "entry" | "to" | "of"
>;

export type Findings = { wrong: Finding[]; open: Open[]; entries: number; by: string };

/** Says everything that can be said of an export. Throws `WrongError` for a bad key, and when this browser can't verify. */
export async function checkKept(kept: Kept, keyText: string, earlier: readonly Kept[]): Promise<Findings> {
  demand(kept.kind === "export", "format");
  const key = await parseKey(keyText === "" ? kept.export.log.key : keyText);
  const check = new Check(kept.export);
  await check.signature(kept, key);
  await check.entries();
  await check.tree(key);
  check.erasures();
  for (const other of earlier) await check.compare(other, key);
  return { wrong: check.wrong, open: check.open, entries: kept.export.log.entries.length, by: key.name };
}

type Logged = { [name: string]: Json };
type RecordOf = { entry: Logged; subject: Json; previous: Json; subjectSequence: Json };
type Vouched = { header: string; head: string; number: number | null; sha256: string | null };

class Check {
  readonly wrong: Finding[] = [];
  readonly open: Open[] = [];
  private readonly byNumber: Map<number, KeptEntry>;
  private readonly records: Map<number, RecordOf | null>;
  private checkpoint: Checkpoint | null = null;

  constructor(private readonly file: KeptExport) {
    this.byNumber = new Map(file.log.entries.map((entry) => [entry.number, entry]));
    this.records = new Map(file.log.entries.map((entry) => [entry.number, recordOf(entry)]));
  }

  /** What the log's key signed, if it is this file: its digest, and the head of the chain. */
  async signature(kept: Kept, key: VerifierKey, file?: string): Promise<Vouched | null> {
    const where = file === undefined ? {} : { file };
    const said = await vouched(kept.note, key);
    if (said === null) {
      this.wrong.push({ what: "signature", ...where });
      return null;
    }
    if (kept.kind !== "export") return said;
    const { number, head } = kept.export.log;
    if (said.header !== EXPORT_HEADER || said.sha256 !== (await digestOf(kept.signed)))
      this.wrong.push({ what: "altered", ...where });
    if (said.number !== number || said.head !== head) this.wrong.push({ what: "otherHead", ...where });
    return said;
  }

  /** Numbers, commitments, records, and that each names the one before. */
  async entries() {
    const { log } = this.file;
    if (this.file.format !== FORMAT) this.wrong.push({ what: "format", name: this.file.format });
    this.numbers();
    let before = log.entries[0]?.number === 1 ? START : null;
    for (const entry of log.entries) {
      if (before !== null && entry.previous !== before) this.wrong.push({ what: "link", entry: entry.number });
      before = entry.head;
      await this.entry(entry);
    }
    if (log.to === log.number && before !== log.head) this.wrong.push({ what: "end", entry: log.number });
    if (log.from !== 1 || log.to !== log.number)
      this.open.push({ what: "part", entry: log.from, to: log.to, of: log.number });
    const subjects = new Set([...this.records.values()].flatMap((record) => (record ? [record.subject] : [])));
    if (subjects.size > 1) this.wrong.push({ what: "subjects", of: subjects.size });
  }

  private numbers() {
    const { log } = this.file;
    let last = log.from - 1;
    for (const number of [...log.entries.map((entry) => entry.number), log.to + 1]) {
      if (number > last + 1) this.wrong.push({ what: "missing", entry: last + 1, to: number - 1 });
      if (number <= last) this.wrong.push({ what: "twice", entry: number });
      last = number;
    }
  }

  private async entry(entry: KeptEntry) {
    const where = { entry: entry.number };
    const head = await headAfter(fromHex(entry.previous), fromHex(entry.commitment));
    if (toHex(head) !== entry.head) this.wrong.push({ what: "head", ...where });
    if (entry.record === null || entry.salt === null) {
      if (entry.erasedAt === null) this.wrong.push({ what: "recordGone", ...where });
      return;
    }
    const record = this.records.get(entry.number);
    const said = await commitmentOf(bytesOf(entry.salt) ?? new Uint8Array(), entry.record);
    if (!record || toHex(said) !== entry.commitment) {
      this.wrong.push({ what: "record", ...where });
      return;
    }
    if (record.previous !== entry.previous || record.subjectSequence !== entry.number)
      this.wrong.push({ what: "place", ...where });
    for (const name of differing(entry.shown, record.entry)) this.wrong.push({ what: "shown", ...where, name });
  }

  /** That each entry stands in the tree that the log's key signed, in this order. */
  async tree(key: VerifierKey) {
    this.checkpoint = await this.signedCheckpoint(key);
    let before = -1;
    for (const entry of this.file.log.entries) {
      if (entry.proof === null || this.checkpoint === null) {
        this.pending(entry);
        continue;
      }
      if (!(await isIn(entry, entry.proof, this.checkpoint))) this.wrong.push({ what: "tree", entry: entry.number });
      if (entry.proof.index <= before) this.wrong.push({ what: "order", entry: entry.number });
      before = entry.proof.index;
    }
  }

  private async signedCheckpoint(key: VerifierKey): Promise<Checkpoint | null> {
    if (this.file.checkpoint === null) return null;
    const found = await opened(parseNote(this.file.checkpoint), key);
    if (found === null) this.wrong.push({ what: "checkpoint" });
    return found;
  }

  /** A proof may be out for some seconds; who was logged before has it. */
  private pending(entry: KeptEntry) {
    const logged = this.records.get(entry.number)?.entry;
    const age = instant(this.file.madeAt) - instant(logged?.["at"] ?? null);
    if (!logged || age > PENDING_MILLISECONDS_MAX) this.wrong.push({ what: "unproved", entry: entry.number });
    else this.open.push({ what: "pending", entry: entry.number });
  }

  /** Each tombstone stands on an entry that says so, and nothing went before its term. */
  erasures() {
    const said: [number, number][] = [];
    for (const [number, record] of this.records) {
      const extra = record?.entry["extra"] ?? null;
      if (record?.entry["action"] !== "erase" || !isObject(extra) || !("erased" in extra)) continue;
      said.push(...ranges(extra["erased"] ?? null));
      if (isEarly(instant(extra["before"] ?? null), instant(record.entry["at"] ?? null)))
        this.wrong.push({ what: "earlyErasure", entry: number, name: String(extra["before"]).slice(0, 10) });
    }
    if (this.file.log.to !== this.file.log.number) return; // the entry that says so may be in another part
    for (const entry of this.byNumber.values())
      if (entry.erasedAt !== null && !said.some(([first, last]) => first <= entry.number && entry.number <= last))
        this.wrong.push({ what: "silentErasure", entry: entry.number });
  }

  /** Against one earlier file: nothing that stood there stands otherwise now. */
  async compare(earlier: Kept, key: VerifierKey) {
    if (earlier.kind === "checkpoint") {
      await this.compareCheckpoint(earlier.name, earlier.note, key);
      return;
    }
    const said = await this.signature(earlier, key, earlier.name);
    if (said === null) return;
    if (earlier.kind === "receipt") this.compareReceipt(earlier.name, said);
    else await this.compareExport(earlier.name, earlier.export, key);
  }

  private compareReceipt(file: string, said: Vouched) {
    const { log } = this.file;
    if (said.number !== null) this.compareHead(file, said.number, said.head);
    else if (log.entries.every((entry) => entry.head !== said.head)) {
      if (log.from === 1 && log.to === log.number) this.wrong.push({ what: "receipt", file });
      else this.open.push({ what: "receipt", file });
    }
  }

  private async compareExport(file: string, earlier: KeptExport, key: VerifierKey) {
    this.compareHead(file, earlier.log.number, earlier.log.head);
    for (const entry of earlier.log.entries) {
      const mine = this.byNumber.get(entry.number);
      if (!mine) continue;
      if (entry.head !== mine.head) {
        this.wrong.push({ what: "changed", file, entry: entry.number });
        return; // all behind it differ, too
      }
      this.compareEntry(file, entry, mine);
    }
    if (earlier.checkpoint === null) return;
    const note = parseNote(earlier.checkpoint);
    await this.compareCheckpoint(file, note, key);
    const was = parseCheckpoint(note.text).size;
    if (this.checkpoint && this.checkpoint.size < was)
      this.wrong.push({ what: "rolledBack", file, was, of: this.checkpoint.size });
  }

  private compareHead(file: string, number: number, head: string) {
    const mine = this.byNumber.get(number);
    if (number > this.file.log.number)
      this.wrong.push({ what: "dropped", file, was: number, of: this.file.log.number });
    else if (mine && mine.head !== head) this.wrong.push({ what: "headSince", file, entry: number });
  }

  private compareEntry(file: string, old: KeptEntry, mine: KeptEntry) {
    const where = { file, entry: mine.number };
    if (old.record !== null && mine.record === null) {
      const at = recordOf(old)?.entry["at"] ?? null;
      if (isEarly(instant(at), instant(mine.erasedAt)))
        this.wrong.push({ what: "erasedEarly", ...where, name: String(at).slice(0, 10) });
    }
    if (old.proof && mine.proof && old.proof.index !== mine.proof.index) this.wrong.push({ what: "moved", ...where });
    if (old.proof && !mine.proof) this.wrong.push({ what: "lostProof", ...where });
  }

  /** Against one from elsewhere: two trees of one size have one root. */
  private async compareCheckpoint(file: string, note: Note, key: VerifierKey) {
    const other = await opened(note, key);
    const mine = this.checkpoint;
    const { consistency } = this.file;
    if (other === null) this.wrong.push({ what: "otherCheckpoint", file });
    else if (mine === null) this.open.push({ what: "noCheckpoint", file });
    else if (other.size === mine.size) {
      if (!same(other.root, mine.root)) this.wrong.push({ what: "fork", file, of: mine.size });
    } else if (consistency?.size === other.size) {
      const path = consistency.path.flatMap((step) => bytesOf(step) ?? []);
      if (path.length !== consistency.path.length || !(await isContinued(other, mine, path)))
        this.wrong.push({ what: "fork", file, of: mine.size });
    } else this.open.push({ what: "noPath", file });
  }
}

async function opened(note: Note, key: VerifierKey): Promise<Checkpoint | null> {
  try {
    return await openedCheckpoint(note, key);
  } catch (error) {
    if (isUnsupported(error)) throw error;
    return null;
  }
}

/** What a note says that `key` signed; null when it did not, or when it says something else. */
async function vouched(note: Note, key: VerifierKey): Promise<Vouched | null> {
  try {
    await verifyNote(note, key);
    const [header = "", ...lines] = note.text.replace(/\n$/, "").split("\n");
    demand(
      lines.every((line) => line.includes(" ")),
      "format",
    );
    const fields = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)] as const),
    );
    demand(header.startsWith("domicile ") && fields.size === lines.length && fields.get("origin") === key.name, "key");
    const number = fields.get("number");
    return {
      header,
      head: toHex(hashOf(fields.get("head") ?? "")),
      number: number === undefined ? null : whole(number),
      sha256: fields.get("sha256") ?? null,
    };
  } catch (error) {
    if (isUnsupported(error)) throw error;
    return null;
  }
}

async function digestOf(signed: Json): Promise<string | null> {
  try {
    return toBase64(await hash(utf8(canonical(signed))));
  } catch {
    return null; // it has no canonical form, so nobody signed it
  }
}

async function isIn(entry: KeptEntry, proof: NonNullable<KeptEntry["proof"]>, checkpoint: Checkpoint) {
  try {
    const leaf = await leafHash(fromHex(entry.commitment));
    const root = await rootOf(leaf, proof.index, checkpoint.size, proof.path.map(hashOf));
    return same(root, checkpoint.root);
  } catch (error) {
    if (error instanceof WrongError) return false;
    throw error;
  }
}

/** What was logged, if it is a canonical record. */
function recordOf(entry: KeptEntry): RecordOf | null {
  try {
    const record = JSON.parse(entry.record ?? "") as Json;
    if (!isObject(record) || !isObject(record["entry"] ?? null) || canonical(record) !== entry.record) return null;
    const names = Object.keys(record).sort().join();
    return names === "entry,previous,subject,subjectSequence" ? (record as RecordOf) : null;
  } catch {
    return null;
  }
}

/** What the file says in words, and the record says otherwise. */
function differing(shown: Logged, logged: Logged): string[] {
  const names = SHOWN.filter((name) => (shown[name] ?? null) !== (logged[name] ?? null));
  if (shown["action"] !== String(logged["action"]).toUpperCase()) names.push("action");
  if (JSON.stringify(shown["fieldGroups"]) !== JSON.stringify(logged["groups"] ?? [])) names.push("fieldGroups");
  return names;
}

function isObject(value: Json): value is { [name: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function bytesOf(text: string): Uint8Array | null {
  try {
    return fromBase64(text);
  } catch {
    return null;
  }
}

function ranges(text: Json): [number, number][] {
  try {
    return String(text)
      .split(",")
      .map((part) => {
        const [first = "", last = first] = part.split("-");
        const range: [number, number] = [whole(first), whole(last)];
        demand(range[0] > 0 && range[0] <= range[1], "format");
        return range;
      });
  } catch {
    return [];
  }
}

/** An instant as the log writes it; what is none is as old as can be. */
function instant(text: Json): number {
  const at = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? 0 : at;
}

/** Whether an entry of `logged` was erased before its term, which runs in the city's calendar. */
function isEarly(logged: number, erased: number): boolean {
  const term = new Date(logged);
  const month = term.getUTCMonth();
  term.setUTCFullYear(term.getUTCFullYear() + KEPT_YEARS);
  if (term.getUTCMonth() !== month) term.setUTCDate(0); // the 29th of February becomes the month's last day
  return dayOf(term.getTime()) > dayOf(erased + DAY_MILLISECONDS);
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MILLISECONDS);
}
