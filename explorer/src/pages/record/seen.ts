// The newest checkpoint of the log that this page has verified, for as long as it is open: in memory only, for a browser that keeps
// nothing tells nobody that somebody was here. Who wants to keep one saves it as a file.
import type { Checkpoint } from "../../proofs/note.ts";

export type Seen = { checkpoint: Checkpoint; at: string };

let seen: Seen | null = null;

export function lastSeen(): Seen | null {
  return seen;
}

/** Keep the largest of these trees, which were shown to be one. */
export function remember(checkpoints: readonly Checkpoint[]): void {
  for (const checkpoint of checkpoints)
    if (seen === null || seen.checkpoint.origin !== checkpoint.origin || checkpoint.size > seen.checkpoint.size)
      seen = { checkpoint, at: new Date().toISOString() };
}
