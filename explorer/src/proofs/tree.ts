// The log's Merkle tree (RFC 6962): inclusion and consistency, and a consistency proof made from tiles (C2SP tlog-tiles).
// Sizes are numbers up to 2^53, so no bit operators here: those count to 2^31.
import { demand, hash, same } from "./bytes.ts";

export const STEPS_MAX = 64;
const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const HASH_BYTES = 32;

/** RFC 6962 §2.1: the hash of a leaf. */
export function leafHash(leaf: Uint8Array): Promise<Uint8Array> {
  return hash(Uint8Array.of(0), leaf);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return hash(Uint8Array.of(1), left, right);
}

/** RFC 9162 §2.1.3.2: the root to which `path` leads from a leaf's hash at `index` of a tree of `size`. */
export async function rootOf(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Promise<Uint8Array> {
  demand(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size, "path");
  let at = { place: index, last: size - 1 };
  let root = leaf;
  for (const step of path) {
    demand(at.last > 0, "path");
    if (at.place % 2 === 1 || at.place === at.last) {
      root = await nodeHash(step, root);
      at = climbed(at);
    } else {
      root = await nodeHash(root, step);
    }
    at = above(at);
  }
  demand(at.last === 0, "path");
  return root;
}

/** RFC 9162 §2.1.4.2: whether `path` shows that the tree of `size` leaves begins with the one of `old`. */
export async function isContinued(
  old: { size: number; root: Uint8Array },
  now: { size: number; root: Uint8Array },
  path: readonly Uint8Array[],
): Promise<boolean> {
  const areHashes = [old.root, now.root, ...path].every((value) => value.length === HASH_BYTES);
  if (!areHashes || !(old.size > 0 && old.size <= now.size && Number.isSafeInteger(now.size))) return false;
  if (old.size === now.size) return path.length === 0 && same(old.root, now.root);
  const [first, ...steps] = isPowerOfTwo(old.size) ? [old.root, ...path] : path;
  if (!first) return false;
  let at = { place: old.size - 1, last: now.size - 1 };
  while (at.place % 2 === 1) at = above(at);
  let [oldRoot, newRoot] = [first, first];
  for (const step of steps) {
    if (at.last === 0) return false;
    if (at.place % 2 === 1 || at.place === at.last) {
      oldRoot = await nodeHash(step, oldRoot);
      newRoot = await nodeHash(step, newRoot);
      at = climbed(at);
    } else {
      newRoot = await nodeHash(newRoot, step);
    }
    at = above(at);
  }
  return at.last === 0 && same(oldRoot, old.root) && same(newRoot, now.root);
}

type At = { place: number; last: number };

function above({ place, last }: At): At {
  return { place: Math.floor(place / 2), last: Math.floor(last / 2) };
}

/** Up to where the place is a right child: in between it has no sibling. */
function climbed(at: At): At {
  let here = at;
  while (here.place > 0 && here.place % 2 === 0) here = above(here);
  return here;
}

function isPowerOfTwo(size: number): boolean {
  return largestPowerBelow(size + 1) === size;
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** Gives the bytes of the tile at a path below the log's address: up to 256 hashes. */
export type ReadTile = (path: string) => Promise<Uint8Array>;

/** RFC 9162 §2.1.4.1: the path from the tree of `old` leaves to the one of `size`, out of the log's tiles. */
export async function consistencyPath(old: number, size: number, read: ReadTile): Promise<Uint8Array[]> {
  demand(old > 0 && old <= size, "path");
  const node = nodeReader(size, read);
  const path: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end !== old) {
    const middle = start + largestPowerBelow(end - start);
    if (old <= middle) {
      path.push(await rangeRoot(middle, end, node));
      end = middle;
    } else {
      path.push(await rangeRoot(start, middle, node));
      start = middle;
    }
  }
  if (start > 0) path.push(await rangeRoot(start, end, node));
  return path.reverse();
}

type ReadNode = (height: number, index: number) => Promise<Uint8Array>;

/** The hash over the leaves from `start` to `end`, where `start` begins a subtree that could be as large. */
async function rangeRoot(start: number, end: number, node: ReadNode): Promise<Uint8Array> {
  const count = end - start;
  if (isPowerOfTwo(count)) return await node(Math.log2(count), start / count);
  const middle = start + largestPowerBelow(count);
  return await nodeHash(await rangeRoot(start, middle, node), await rangeRoot(middle, end, node));
}

/** Reads the hash of a full subtree of 2^height leaves; each tile is fetched once. */
function nodeReader(size: number, read: ReadTile): ReadNode {
  const tiles = new Map<string, Promise<Uint8Array>>();
  const tile = (level: number, index: number) => {
    const count = Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH);
    const path = tilePath(level, index, count);
    const found = tiles.get(path) ?? read(path);
    tiles.set(path, found);
    return found;
  };
  const node: ReadNode = async (height, index) => {
    const level = Math.floor(height / TILE_HEIGHT);
    const width = 2 ** (height % TILE_HEIGHT);
    const first = index * width;
    const bytes = await tile(level, Math.floor(first / TILE_WIDTH));
    let row: Uint8Array[] = Array.from({ length: width }, (_, at) => {
      const from = ((first % TILE_WIDTH) + at) * HASH_BYTES;
      return bytes.slice(from, from + HASH_BYTES);
    });
    demand(
      row.every((value) => value.length === HASH_BYTES),
      "path",
    );
    while (row.length > 1)
      row = await Promise.all(
        Array.from({ length: row.length / 2 }, (_, at) =>
          nodeHash(row[2 * at] ?? new Uint8Array(), row[2 * at + 1] ?? new Uint8Array()),
        ),
      );
    return row[0] ?? new Uint8Array();
  };
  return node;
}

/** Where a tile lies: `tile/<level>/<index in groups of three>[.p/<width>]`. */
export function tilePath(level: number, index: number, width: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g) ?? [];
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${level}/${name}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}
