// @vitest-environment node
// Exports made here, whole, and then altered in every way that docs/export.md names.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hash, toBase64, toHex, utf8 } from "./bytes.ts";
import { canonical, type Json } from "./canonical.ts";
import { type Kept, readKept } from "./kept.ts";
import { checkKept, type Finding, KEPT_YEARS } from "./kept-check.ts";
import { commitmentOf, headAfter } from "./proof.ts";
import { leafHash } from "./tree.ts";

type Entry = { [name: string]: Json };

async function signer() {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const material = new Uint8Array([1, ...raw]);
  const id = (await hash(utf8("city\n"), material)).slice(0, 4);
  const sign = async (text: string) => {
    const made = new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, utf8(text) as BufferSource));
    return `${text}\n— city ${toBase64(new Uint8Array([...id, ...made]))}\n`;
  };
  return { sign, key: `city+${toHex(id)}+${toBase64(material)}` };
}

type Signer = Awaited<ReturnType<typeof signer>>;

async function entries(count: number, change: (logged: Entry, number: number) => Entry = (logged) => logged) {
  const made: Entry[] = [];
  let previous = "00".repeat(32);
  for (let number = 1; number <= count; number++) {
    const at = `2026-11-${String(number).padStart(2, "0")}T08:00:00.000Z`;
    const logged = change({ action: "read", at, client: "housing", groups: ["RESIDENCE"] }, number);
    const record = canonical({ entry: logged, previous, subject: "s", subjectSequence: number });
    const salt = new Uint8Array(32).fill(number);
    const commitment = await commitmentOf(salt, record);
    const head = toHex(await headAfter(Uint8Array.from(Buffer.from(previous, "hex")), commitment));
    const shown = { at, client: "housing", action: String(logged["action"]).toUpperCase(), fieldGroups: ["RESIDENCE"] };
    made.push({
      ...shown,
      number,
      previous,
      head,
      record,
      salt: toBase64(salt),
      commitment: toHex(commitment),
      erasedAt: null,
      proof: null,
    });
    previous = head;
  }
  return made;
}

/** The tree of these entries, of a power of two, with the path of each. */
async function proved(list: Entry[]): Promise<{ root: Uint8Array; list: Entry[] }> {
  const rows = [await Promise.all(list.map((entry) => leafHash(Buffer.from(String(entry["commitment"]), "hex"))))];
  for (let row = rows[0] ?? []; row.length > 1; row = rows.at(-1) ?? [])
    rows.push(
      await Promise.all(
        Array.from({ length: row.length / 2 }, (_, at) =>
          hash(Uint8Array.of(1), row[2 * at] ?? new Uint8Array(), row[2 * at + 1] ?? new Uint8Array()),
        ),
      ),
    );
  const root = rows.at(-1)?.[0] ?? new Uint8Array();
  const path = (index: number) =>
    rows.slice(0, -1).map((row, height) => toBase64(row[Math.floor(index / 2 ** height) ^ 1] ?? new Uint8Array()));
  return { root, list: list.map((entry, index) => ({ ...entry, proof: { index, path: path(index) } })) };
}

type Making = { by: Signer; list: Entry[]; change?: (file: Entry) => void };

/** An export of these entries as the hub makes it; `change` alters it before it is signed. */
async function exported({ by, list, change = () => {} }: Making): Promise<string> {
  const tree = await proved(list);
  const file: Entry = {
    format: "domicile-export/1",
    madeAt: "2026-11-30T08:00:00.000Z",
    record: { name: "周岚英 𠮷", ﬀ: 1, z: [1.5, -0, 1e21] },
    log: {
      key: by.key,
      number: list.length,
      head: list.at(-1)?.["head"] ?? "",
      from: 1,
      to: list.length,
      entries: tree.list,
    },
    checkpoint: await by.sign(`city\n${list.length}\n${toBase64(tree.root)}\n`),
    consistency: null,
  };
  change(file);
  return JSON.stringify({ export: file, signature: await signatureOf(by, file) });
}

async function signatureOf(by: Signer, file: Entry): Promise<string> {
  const log = file["log"] as Entry;
  const head = toBase64(new Uint8Array(Buffer.from(String(log["head"]), "hex")));
  const digest = toBase64(await hash(utf8(canonical(file))));
  return by.sign(
    `domicile export v1\norigin city\nmade ${file["madeAt"]}\nsha256 ${digest}\nnumber ${log["number"]}\nhead ${head}\n`,
  );
}

const log = (file: Entry) => file["log"] as unknown as { entries: Entry[]; [name: string]: unknown };
const read = (content: string, name = "file"): Kept => readKept(name, content);
const kinds = (wrong: Finding[]) => [...new Set(wrong.map((finding) => finding.what))].sort();

async function found(content: string, key: string, ...earlier: string[]) {
  return await checkKept(
    read(content),
    key,
    earlier.map((each) => read(each, "earlier")),
  );
}

describe("an export", () => {
  it("that is whole has nothing wrong, laid out anew as well", async () => {
    const by = await signer();
    const content = await exported({ by, list: await entries(4) });
    expect(await found(content, by.key)).toEqual({ wrong: [], open: [], entries: 4, by: "city" });
    expect((await found(JSON.stringify(JSON.parse(content), null, 2), "")).wrong).toEqual([]);
  });

  it("that was altered is found by its signature", async () => {
    const by = await signer();
    const content = await exported({ by, list: await entries(4) });
    expect(kinds((await found(content.replace("周岚英", "周岚茵"), by.key)).wrong)).toEqual(["altered"]);
    expect(kinds((await found(content, (await signer()).key)).wrong)).toEqual(["checkpoint", "signature", "unproved"]);
    await expect(found(content, "city")).rejects.toThrow("key");
  });

  it.each<[string, (list: Entry[]) => void, string[]]>([
    ["an entry says something else", (list) => Object.assign(list[1] ?? {}, { client: "tax" }), ["shown"]],
    ["a record was changed", (list) => Object.assign(list[1] ?? {}, { record: "{}" }), ["record"]],
    ["a record is not there", (list) => Object.assign(list[1] ?? {}, { record: null }), ["recordGone"]],
    ["an entry is left out", (list) => void list.splice(1, 1), ["link", "missing"]],
    ["one stands twice", (list) => void list.splice(1, 0, list[1] ?? {}), ["link", "order", "twice"]],
    ["a head is another", (list) => Object.assign(list[1] ?? {}, { head: "ab".repeat(32) }), ["head", "link"]],
    ["a tombstone stands on nothing", (list) => bury(list[1] ?? {}), ["silentErasure"]],
    [
      "a proof leads elsewhere",
      (list) => Object.assign(list[1] ?? {}, { proof: list[2]?.["proof"] }),
      ["order", "tree"],
    ],
    ["a proof is not there", (list) => Object.assign(list[1] ?? {}, { proof: null }), ["unproved"]],
    ["the end is cut off", (list) => void list.pop(), ["end", "missing"]],
  ])("in which %s is found, though the key signed it", async (_, change, wanted) => {
    const by = await signer();
    const content = await exported({ by, list: await entries(4), change: (file) => change(log(file).entries) });
    expect(kinds((await found(content, by.key)).wrong)).toEqual(wanted);
  });

  it("with somebody else's entry is found", async () => {
    const by = await signer();
    const mine = await entries(4);
    const theirs = await entries(4, (logged, number) => (number === 2 ? { ...logged, client: "tax" } : logged));
    const mixed = mine.map((entry, index) => (index === 1 ? (theirs[1] ?? entry) : entry));
    expect(kinds((await found(await exported({ by, list: mixed }), by.key)).wrong)).toContain("link");
  });

  it("of which entries were erased before their term is found", async () => {
    const by = await signer();
    const erasing = (before: string) =>
      entries(4, (logged, number) =>
        number === 4 ? { ...logged, action: "erase", extra: { erased: "2", before } } : logged,
      );
    const change = (file: Entry) => bury(log(file).entries[1] ?? {});
    const early = await exported({ by, list: await erasing("2026-10-01T00:00:00.000Z"), change });
    expect(kinds((await found(early, by.key)).wrong)).toEqual(["earlyErasure"]);
    const due = await exported({ by, list: await erasing("2016-11-01T00:00:00.000Z"), change });
    expect((await found(due, by.key)).wrong).toEqual([]);
  });

  it("holds to what was kept, or says what is otherwise now", async () => {
    const by = await signer();
    const earlier = await exported({ by, list: await entries(2) });
    const later = await exported({ by, list: await entries(4) });
    expect((await found(later, by.key, earlier)).wrong).toEqual([]);
    expect((await found(later, by.key, earlier)).open.map((each) => each.what)).toEqual(["noPath"]);
    expect(kinds((await found(earlier, by.key, later)).wrong)).toEqual(["dropped", "rolledBack"]);
    const other = await exported({
      by,
      list: await entries(4, (logged, number) =>
        number === 2 ? { ...logged, client: "housing", office: "9" } : logged,
      ),
      change: (file) => Object.assign(log(file).entries[1] ?? {}, { office: "9" }),
    });
    expect(kinds((await found(other, by.key, earlier)).wrong)).toEqual(["changed", "headSince"]);
  });

  it("holds to a receipt and to a checkpoint", async () => {
    const by = await signer();
    const list = await entries(4);
    const content = await exported({ by, list });
    const head = (at: number) => toBase64(new Uint8Array(Buffer.from(String(list[at]?.["head"]), "hex")));
    const receipt = (number: string, at: number) =>
      by.sign(`domicile receipt v1\norigin city\nmade 2026\ncase C\n${number}head ${head(at)}\n`);
    expect((await found(content, by.key, await receipt("number 2\n", 1), await receipt("", 2))).wrong).toEqual([]);
    expect(kinds((await found(content, by.key, await receipt("number 2\n", 2))).wrong)).toEqual(["headSince"]);
    const lost = await by.sign(`domicile receipt v1\norigin city\ncase C\nhead ${toBase64(new Uint8Array(32))}\n`);
    expect(kinds((await found(content, by.key, lost)).wrong)).toEqual(["receipt"]);
    const forked = await by.sign(`city\n4\n${toBase64(new Uint8Array(32))}\n`);
    expect(kinds((await found(content, by.key, forked)).wrong)).toEqual(["fork"]);
    const foreign = await (await signer()).sign(`city\n4\n${toBase64(new Uint8Array(32))}\n`);
    expect(kinds((await found(content, by.key, foreign)).wrong)).toEqual(["otherCheckpoint"]);
  });

  it.each(["", "{}", "[]", "{", "hello", '{"export":{},"signature":""}'])("is not %j", (content) => {
    expect(() => read(content)).toThrow("format");
  });

  it("keeps the log's entries as long as the schedule says", () => {
    const schedule = readFileSync(new URL("../../../hub/policy/retention/schedule.toml", import.meta.url), "utf8");
    const row = schedule.split("[[row]]").find((each) => each.includes('groups = ["ACCESS_LOG"'));
    expect(row).toContain(`erased_after = "${KEPT_YEARS} years"`);
  });
});

describe("the canonical form", () => {
  it("is that of RFC 8785's own example", () => {
    const example =
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}';
    expect(canonical(JSON.parse(example) as Json)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("orders names by UTF-16 units, and refuses half a pair", () => {
    expect(canonical({ "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\u{1f600}": 5, "\u0080": 6, "\u00f6": 7 })).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    );
    expect(() => canonical("\ud800")).toThrow();
  });
});

function bury(entry: Entry) {
  Object.assign(entry, { record: null, salt: null, erasedAt: "2026-11-29T00:00:00.000Z" });
}
