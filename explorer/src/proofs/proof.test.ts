// @vitest-environment node
// Published vectors of RFC 6962 trees (those of the Certificate Transparency reference implementations), and made-up entries.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex } from "./bytes.ts";
import { checkAll } from "./check-all.ts";
import { check, checkpointIn, isOneChain, missingNumbers, type Provable } from "./proof.ts";
import { leafHash, rootOf } from "./tree.ts";

const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOT_OF_8 = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
const PATH_0_OF_8 = [
  "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
  "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
  "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
];
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const utf8 = (text: string) => new TextEncoder().encode(text);
const sha = async (...parts: Uint8Array[]) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", Buffer.concat(parts)));

describe("a path through the tree", () => {
  it("leads to the published root", async () => {
    const root = await rootOf(await leafHash(fromHex(LEAVES[0] ?? "")), 0, 8, PATH_0_OF_8.map(fromHex));
    expect(hex(root)).toBe(ROOT_OF_8);
  });

  it("leads elsewhere from another place, or fails", async () => {
    const leaf = await leafHash(fromHex(LEAVES[0] ?? ""));
    for (const index of [1, 2, 3, 4, 5, 6, 7])
      expect(hex(await rootOf(leaf, index, 8, PATH_0_OF_8.map(fromHex)))).not.toBe(ROOT_OF_8);
    await expect(rootOf(leaf, 0, 8, PATH_0_OF_8.slice(1).map(fromHex))).rejects.toThrow();
    await expect(rootOf(leaf, 8, 8, PATH_0_OF_8.map(fromHex))).rejects.toThrow();
  });
});

/** An entry on a tree of one, signed by a key made here. */
async function made(): Promise<{ entry: Provable; key: string }> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const material = Buffer.concat([Uint8Array.of(1), raw]);
  const id = (await sha(utf8("city\n"), material)).slice(0, 4);
  const record = '{"entry":{"action":"read"}}';
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const commitment = await sha(utf8("domicile/ledger/entry/v1\n"), salt, utf8(record));
  const previous = new Uint8Array(32);
  const head = await sha(utf8("domicile/ledger/subject/v1\n"), previous, commitment);
  const text = `city\n1\n${base64(await leafHash(commitment))}\n`;
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, utf8(text)));
  const proof = `c2sp.org/tlog-proof@v1\nindex 0\n\n${text}\n— city ${base64(Buffer.concat([id, signature]))}\n`;
  const entry = {
    record,
    salt: base64(salt),
    commitment: hex(commitment),
    previous: hex(previous),
    head: hex(head),
    proof,
  };
  return { entry, key: `city+${hex(id)}+${base64(material)}` };
}

describe("an entry's check", () => {
  it("proves an entry whose record, chain, path and signature hold", async () => {
    const { entry, key } = await made();
    expect(await check(entry, key)).toEqual({ kind: "proved", size: 1, by: "city" });
  });

  it("says that no key was given, and is not green", async () => {
    expect(await check((await made()).entry, "")).toEqual({ kind: "unsigned", size: 1 });
  });

  it("says that it is pending, or erased", async () => {
    const { entry, key } = await made();
    expect(await check({ ...entry, proof: null }, key)).toEqual({ kind: "pending" });
    expect(await check({ ...entry, record: null, salt: null }, key)).toEqual({ kind: "erased" });
  });

  it("finds what does not hold", async () => {
    const { entry, key } = await made();
    const other = await made();
    expect(await check({ ...entry, record: entry.record?.replace("read", "deny") ?? null }, key)).toEqual({
      kind: "wrong",
      what: "record",
    });
    expect(await check({ ...entry, previous: "11".repeat(32) }, key)).toEqual({ kind: "wrong", what: "chain" });
    expect(await check({ ...entry, proof: other.entry.proof }, other.key)).toEqual({ kind: "wrong", what: "path" });
    expect(await check(entry, other.key)).toEqual({ kind: "wrong", what: "signature" });
    expect(await check(entry, "city")).toEqual({ kind: "wrong", what: "key" });
  });

  it("is never green for a proof of which one character was changed", async () => {
    const { entry, key } = await made();
    const proof = entry.proof ?? "";
    await fc.assert(
      fc.asyncProperty(fc.nat(proof.length - 1), fc.constantFrom("A", "z", "0", "\n", " "), async (at, character) => {
        fc.pre(proof[at] !== character);
        const changed = proof.slice(0, at) + character + proof.slice(at + 1);
        const verdict = await check({ ...entry, proof: changed }, key);
        // the last bits of a base64 text, and what stands after the signature, can be written in two ways
        if (verdict.kind === "proved") expect(at).toBeGreaterThan(proof.indexOf("— city"));
      }),
    );
  });

  it("knows a chain with a gap, in whatever order it comes", () => {
    const entries = [
      { number: 4, previous: "c", head: "d" },
      { number: 2, previous: "a", head: "b" },
      { number: 3, previous: "b", head: "c" },
    ];
    expect([isOneChain(entries), missingNumbers(entries)]).toEqual([true, []]);
    expect([isOneChain(entries.slice(0, 2)), missingNumbers(entries.slice(0, 2))]).toEqual([false, [3]]);
    expect(isOneChain([...entries.slice(1), { number: 4, previous: "x", head: "d" }])).toBe(false);
    expect(missingNumbers([])).toEqual([]);
  });

  it("carries the checkpoint by which it was proved", async () => {
    const { entry } = await made();
    expect(checkpointIn(entry.proof ?? "").split("\n")[0]).toBe("city");
  });
});

describe("all entries against a key", () => {
  it("checks nothing by what is no key, and says so of the key alone", async () => {
    const { entry } = await made();
    for (const key of ["foo", "city", "city+00000000+AAAA"])
      expect(await checkAll([entry, entry], key)).toEqual({ fit: "MALFORMED", verdicts: [] });
  });

  it("says of another log's key that it is another, and judges the lines without it", async () => {
    const { entry, key } = await made();
    const other = await made();
    const unsigned = { kind: "unsigned", size: 1 };
    expect(await checkAll([entry, entry], other.key)).toEqual({ fit: "OTHER", verdicts: [unsigned, unsigned] });
    expect(await checkAll([entry], "")).toEqual({ fit: "NONE", verdicts: [unsigned] });
    expect((await checkAll([entry], key)).fit).toBe("OWN");
  });

  it("keeps a line that is wrong wrong, whatever the key", async () => {
    const { entry, key } = await made();
    const other = await made();
    const changed = { ...entry, record: "{}" };
    for (const each of [key, other.key, ""])
      expect((await checkAll([entry, changed], each)).verdicts[1]).toEqual({ kind: "wrong", what: "record" });
    expect(await checkAll([entry, other.entry], key)).toMatchObject({
      fit: "OWN",
      verdicts: [{ kind: "proved" }, { kind: "wrong", what: "signature" }],
    });
  });
});
