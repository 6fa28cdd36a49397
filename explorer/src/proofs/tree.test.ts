// @vitest-environment node
// Published vectors of RFC 6962 trees (those of the Certificate Transparency reference implementations), and every small tree.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, hash, toHex } from "./bytes.ts";
import { consistencyPath, isContinued, leafHash, tilePath } from "./tree.ts";

const ROOTS: Record<number, string> = {
  1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};
const PATHS: [number, number, string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  ],
  [
    6,
    8,
    [
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
  ],
  [
    2,
    5,
    [
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  ],
];
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

const at = (size: number) => ({ size, root: fromHex(ROOTS[size] ?? "") });

/** MTH, by the definition of RFC 6962 §2.1. */
async function treeHash(leaves: Uint8Array[]): Promise<Uint8Array> {
  if (leaves.length === 1) return await leafHash(leaves[0] ?? new Uint8Array());
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return await hash(Uint8Array.of(1), await treeHash(leaves.slice(0, left)), await treeHash(leaves.slice(left)));
}

/** The tiles of a log with these leaves; the paths that were fetched are kept in `fetched`. */
function tilesOf(leaves: Uint8Array[], fetched: string[] = []) {
  return async (path: string) => {
    fetched.push(path);
    const [, level, name, width] = /^tile\/([0-9]+)\/([x0-9/]+?)(?:\.p\/([0-9]+))?$/.exec(path) ?? [];
    const span = 256 ** Number(level);
    const first = Number((name ?? "").replace(/[x/]/g, "")) * 256;
    const hashes = Array.from({ length: Number(width ?? 256) }, (_, index) =>
      treeHash(leaves.slice((first + index) * span, (first + index + 1) * span)),
    );
    return new Uint8Array(Buffer.concat(await Promise.all(hashes)));
  };
}

describe("a tree that continues another", () => {
  it.each(PATHS)("is shown by the published path from %i to %i", async (old, now, path) => {
    expect(await isContinued(at(old), at(now), path.map(fromHex))).toBe(true);
  });

  it("is not shown by another path, other roots or other sizes", async () => {
    for (const [old, now, path] of PATHS.slice(1)) {
      const steps = path.map(fromHex);
      expect(await isContinued(at(old), at(now), steps.slice(1))).toBe(false);
      expect(await isContinued(at(old), at(now), [...steps, ...steps.slice(-1)])).toBe(false);
      expect(await isContinued(at(old), at(now), [...steps].reverse())).toBe(false);
      expect(await isContinued({ ...at(old), root: at(5).root }, { ...at(now), root: at(6).root }, steps)).toBe(false);
      expect(await isContinued(at(now), at(old), steps)).toBe(false);
    }
    expect(await isContinued({ size: 0, root: new Uint8Array(32) }, at(8), [])).toBe(false);
  });

  it("is shown by the path that is made of tiles, which is the published one", async () => {
    const leaves = LEAVES.map(fromHex);
    for (const [old, now, path] of PATHS)
      expect((await consistencyPath(old, now, tilesOf(leaves))).map(toHex)).toEqual(path);
  });

  it("is shown for trees of any two sizes, over more than one tile", async () => {
    const leaves = Array.from({ length: 700 }, (_, index) => new TextEncoder().encode(`leaf ${index}`));
    const roots = new Map<number, Uint8Array>();
    const tree = async (size: number) => {
      const root = roots.get(size) ?? (await treeHash(leaves.slice(0, size)));
      roots.set(size, root);
      return { size, root };
    };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 700 }), async (one, other) => {
        const [old, now] = [await tree(Math.min(one, other)), await tree(Math.max(one, other))];
        const path = await consistencyPath(old.size, now.size, tilesOf(leaves.slice(0, now.size)));
        expect(await isContinued(old, now, path)).toBe(true);
        if (old.size < now.size) {
          const forked = [...leaves.slice(0, old.size - 1), Uint8Array.of(1, 2, 3)];
          expect(await isContinued({ size: old.size, root: await treeHash(forked) }, now, path)).toBe(false);
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it("takes each tile once, and refuses one that is too short", async () => {
    const leaves = LEAVES.map(fromHex);
    const fetched: string[] = [];
    await consistencyPath(6, 8, tilesOf(leaves, fetched));
    expect(fetched).toEqual(["tile/0/000.p/8"]);
    await expect(consistencyPath(6, 8, async () => new Uint8Array(32))).rejects.toThrow("path");
  });

  it("finds tiles where tlog-tiles puts them", () => {
    expect(tilePath(0, 1234067, 256)).toBe("tile/0/x001/x234/067");
    expect(tilePath(1, 0, 1)).toBe("tile/1/000.p/1");
  });
});
