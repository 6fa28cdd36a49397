// All loaded entries of a log against one key. A key that is none, or another log's, says nothing about any line: it is told apart
// before the lines are judged, and they are then checked as far as that goes without a key.
import { WrongError } from "./bytes.ts";
import { parseKey } from "./note.ts";
import { check, type Provable, type Verdict } from "./proof.ts";

/** `OTHER`: well formed, and nothing that is shown was signed by it. */
export type KeyFit = "NONE" | "OWN" | "OTHER" | "MALFORMED";

export type CheckedAll = { fit: KeyFit; verdicts: Verdict[] };

/** Nothing is checked with a malformed key: its reader corrects it first. */
export async function checkAll(entries: readonly Provable[], key: string): Promise<CheckedAll> {
  if (key.trim() === "") return { fit: "NONE", verdicts: await checkEach(entries, "") };
  if (!(await isKey(key))) return { fit: "MALFORMED", verdicts: [] };
  const verdicts = await checkEach(entries, key);
  const isOther = verdicts.some(isForeign) && !verdicts.some(({ kind }) => kind === "proved");
  return isOther ? { fit: "OTHER", verdicts: await checkEach(entries, "") } : { fit: "OWN", verdicts };
}

/** Whether a text is a key as a log publishes it. */
export async function isKey(text: string): Promise<boolean> {
  try {
    await parseKey(text);
    return true;
  } catch (error) {
    if (error instanceof WrongError) return false;
    throw error;
  }
}

async function checkEach(entries: readonly Provable[], key: string): Promise<Verdict[]> {
  return await Promise.all(entries.map((entry) => check(entry, key)));
}

function isForeign(verdict: Verdict): boolean {
  return verdict.kind === "wrong" && (verdict.what === "signature" || verdict.what === "key");
}
