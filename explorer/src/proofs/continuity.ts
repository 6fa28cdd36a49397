// Whether the log that signed several checkpoints is one log: each larger tree continues the smaller, shown by the log's own tiles.
import { same, WrongError } from "./bytes.ts";
import type { Checkpoint } from "./note.ts";
import { consistencyPath, isContinued, type ReadTile } from "./tree.ts";

/** `forked`: the tree of `to` entries doesn't continue the one of `from`. */
export type Continuity = { kind: "one" | "forked"; from: number; to: number };

/** Compares checkpoints whose signatures were verified. Throws what `read` throws. */
export async function continuity(checkpoints: readonly Checkpoint[], read: ReadTile): Promise<Continuity> {
  const ordered = [...checkpoints].sort((one, other) => one.size - other.size);
  const [first, last] = [ordered[0]?.size ?? 0, ordered.at(-1)?.size ?? 0];
  for (const [index, now] of ordered.entries()) {
    const old = ordered[index - 1];
    if (old && !(await continues(old, now, read))) return { kind: "forked", from: old.size, to: now.size };
  }
  return { kind: "one", from: first, to: last };
}

async function continues(old: Checkpoint, now: Checkpoint, read: ReadTile): Promise<boolean> {
  if (old.origin !== now.origin) return false;
  if (old.size === now.size) return same(old.root, now.root);
  if (old.size === 0) return true;
  try {
    return await isContinued(old, now, await consistencyPath(old.size, now.size, read));
  } catch (error) {
    if (error instanceof WrongError) return false; // tiles that are none
    throw error;
  }
}
