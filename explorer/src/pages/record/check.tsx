// The check of the log in this browser: each line, the person's chain with what is kept off the screen, and that the log's tree is one.
import { type FormEvent, useState } from "react";
import { Button } from "react-aria-components";
import type { Answer } from "../../api/client.ts";
import type { ResultOf } from "../../api/schema.ts";
import { readCheckpoint, readTile } from "../../api/tiles.ts";
import { checkAll, isKey } from "../../proofs/check-all.ts";
import { type Continuity, continuity } from "../../proofs/continuity.ts";
import { type Checkpoint, openedCheckpoint, parseKey, parseNote } from "../../proofs/note.ts";
import { checkpointIn, isOneChain, type Linked, missingNumbers, type Verdict } from "../../proofs/proof.ts";
import { useAsk } from "../../shell/ask.ts";
import { Line } from "../../shell/fields.tsx";
import { useSession } from "../../shell/session.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import { useWork } from "../../shell/work.ts";
import { series, timeOfDay } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import type { Entry } from "./entries.ts";
import { OffScreen } from "./questions.ts";
import styles from "./record.module.css";
import { lastSeen, remember, type Seen } from "./seen.ts";
import { useRecordWords } from "./words.ts";

const PAGE_SIZE = 100;

type Checked = {
  kinds: Record<Verdict["kind"], number>;
  isOtherKey: boolean;
  missing: number[];
  isChain: boolean;
  tree: Continuity | null;
  seen: Seen | null;
};

type Checking = { entries: readonly Entry[]; onChecked: (verdicts: Record<number, Verdict>) => void };

export function Check({ entries, onChecked }: Checking) {
  const words = useRecordWords();
  const ask = useAsk();
  const { isBusy, failure, run } = useWork();
  const key = useLogKey();
  const [checked, setChecked] = useState<Checked | null>(null);
  if (!globalThis.crypto?.subtle) return <p role="status">{words.proof.impossible}</p>;

  const checkThem = async () => {
    setChecked(null);
    onChecked({});
    if (!(await key.isRead())) return;
    const { fit, verdicts } = await checkAll(entries, key.value);
    onChecked(Object.fromEntries(entries.map((entry, index) => [entry.number ?? 0, verdicts[index] as Verdict])));
    const missing = missingNumbers(entries);
    const hidden = missing.length > 0 ? await offScreen(ask, missing) : [];
    const all: Linked[] = [...entries, ...hidden];
    const areProved = verdicts.some(({ kind }) => kind === "proved");
    const seen = lastSeen();
    setChecked({
      kinds: countOf(verdicts),
      isOtherKey: fit === "OTHER",
      missing: missingNumbers(all),
      isChain: isOneChain(all),
      tree: areProved ? await treeOf(entries, key.value, seen) : null,
      seen,
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(checkThem);
  };
  return (
    <section aria-labelledby="proof">
      <h2 id="proof">{words.proof.title}</h2>
      <p>{words.proof.text(entries.length)}</p>
      <form onSubmit={submit} className="form">
        <KeyField logKey={key} />
        <Button type="submit" className="primary" isDisabled={isBusy}>
          {words.proof.check}
        </Button>
      </form>
      {isBusy && <Loading />}
      {failure !== null && <Failure error={failure} />}
      {checked && <Result checked={checked} />}
      <p>{words.proof.not}</p>
    </section>
  );
}

const KEY_CHARACTERS_MAX = 300; // its name, and some fifty

/** The log's key as its reader enters it. `isRead` says at the field, before anything is checked by it, that it is none. */
export function useLogKey() {
  const [value, setValue] = useState("");
  const [isMalformed, setMalformed] = useState(false);
  const isRead = async () => {
    const isNone = value.trim() !== "" && !(await isKey(value));
    setMalformed(isNone);
    return !isNone;
  };
  const enter = (text: string) => {
    setValue(text);
    setMalformed(false);
  };
  return { value, enter, isMalformed, isRead };
}

/** The log's key, which its reader brings. */
export function KeyField({ logKey }: { logKey: ReturnType<typeof useLogKey> }) {
  const words = useRecordWords();
  const { session } = useSession();
  const published = session.signedIn ? session.logKeyUrl : null;
  return (
    <div>
      <Line
        label={words.proof.key}
        hint={words.proof.keyHint}
        value={logKey.value}
        onChange={logKey.enter}
        most={KEY_CHARACTERS_MAX}
        error={logKey.isMalformed ? words.proof.malformedKey : null}
      />
      {published && (
        <a href={published} target="_blank" rel="noreferrer">
          {words.proof.keyAt}
        </a>
      )}
    </div>
  );
}

function Result({ checked }: { checked: Checked }) {
  const words = useRecordWords();
  const { language } = useWords();
  const { kinds, missing, tree, seen, isOtherKey } = checked;
  return (
    <div role="status">
      {isOtherKey && (
        <p className={styles["wrong"]}>
          {words.proof.otherKey} {words.proof.next}
        </p>
      )}
      <p className={kinds.wrong > 0 ? styles["wrong"] : kinds.proved > 0 ? styles["proved"] : undefined}>
        {words.proof.sum(kinds.proved, kinds.unsigned, kinds.pending + kinds.erased, kinds.wrong)}
      </p>
      {checked.isChain ? (
        <p className={kinds.wrong === 0 && !isOtherKey ? styles["proved"] : undefined}>{words.proof.chain}</p>
      ) : (
        <p className={styles["wrong"]}>
          {words.proof.gap(series(language, missing.map(String)))} {words.proof.next}
        </p>
      )}
      {tree?.kind === "one" && (
        <p className={styles["proved"]}>
          {words.proof.one(tree.from, tree.to)}
          {seen && ` ${words.proof.since(timeOfDay(language, seen.at))}`}
        </p>
      )}
      {tree?.kind === "forked" && (
        <p className={styles["wrong"]}>
          {words.proof.forked(tree.from, tree.to)} {words.proof.next}
        </p>
      )}
    </div>
  );
}

function countOf(verdicts: readonly Verdict[]): Checked["kinds"] {
  const kinds = { proved: 0, unsigned: 0, impossible: 0, pending: 0, erased: 0, wrong: 0 };
  for (const { kind } of verdicts) kinds[kind] += 1;
  return kinds;
}

/** The links of what is kept off the screen, as far as they are wanted: they are used, and not shown. */
async function offScreen(ask: ReturnType<typeof useAsk>, wanted: readonly number[]): Promise<Linked[]> {
  const numbers = new Set(wanted);
  const lowest = Math.min(...wanted);
  const found: Linked[] = [];
  let after = null as string | null;
  for (;;) {
    const answer: Answer<ResultOf<typeof OffScreen>> = await ask(OffScreen, { first: PAGE_SIZE, after });
    const page = answer.data.me?.offScreenEntries;
    if (!page) return found;
    found.push(...page.nodes.filter((entry) => numbers.has(entry.number ?? 0)));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    if (after === null || (page.nodes.at(-1)?.number ?? 0) <= lowest) return found;
  }
}

/** The checkpoints of the shown proofs, the newest of the log, and the one that this page saw last: one tree, or not. */
async function treeOf(entries: readonly Entry[], key: string, seen: Seen | null): Promise<Continuity> {
  const log = await parseKey(key);
  const notes = new Set(entries.flatMap((entry) => (entry.proof ? [checkpointIn(entry.proof)] : [])));
  notes.add(await readCheckpoint());
  const checkpoints: Checkpoint[] = seen && seen.checkpoint.origin === log.name ? [seen.checkpoint] : [];
  for (const note of notes) checkpoints.push(await openedCheckpoint(parseNote(note), log));
  const tree = await continuity(checkpoints, readTile);
  if (tree.kind === "one") remember(checkpoints);
  return tree;
}
