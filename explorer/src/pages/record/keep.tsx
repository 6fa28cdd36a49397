// What a resident takes along, and the check of it: in this browser, without the register, as `domicile record verify` does.
import { type FormEvent, useState } from "react";
import { Button, FileTrigger } from "react-aria-components";
import { readCheckpoint, readTile } from "../../api/tiles.ts";
import { WrongError } from "../../proofs/bytes.ts";
import { type Continuity, continuity } from "../../proofs/continuity.ts";
import { KEPT_BYTES_MAX, type Kept, readKept } from "../../proofs/kept.ts";
import { checkKept, type Findings } from "../../proofs/kept-check.ts";
import { isUnsupported, openedCheckpoint, parseCheckpoint, parseKey, parseNote } from "../../proofs/note.ts";
import { useAsk } from "../../shell/ask.ts";
import { Count } from "../../shell/fields.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import { useTold } from "../../shell/told.ts";
import { saveFile, useWork } from "../../shell/work.ts";
import { series } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import { useActing } from "./acting.tsx";
import { KeyField, useLogKey } from "./check.tsx";
import { Act, Part } from "./parts.tsx";
import { Download } from "./questions.ts";
import styles from "./record.module.css";
import { useRecordWords } from "./words.ts";

const COMMAND = "domicile record verify my-record.json --key LOG-KEY";
const FILES_MAX = 100;

export function TakeAlong() {
  const words = useRecordWords();
  const { of } = useActing();
  return (
    <>
      <Part id="download" title={words.download.title} text={words.download.text}>
        <DownloadAll />
        <DownloadPart />
      </Part>
      <CheckFile />
      {of === null && <KeptCheckpoint />}
    </>
  );
}

type Range = { fromEntry: number; toEntry: number | null; sinceSize: number | null };

function useDownload() {
  const words = useRecordWords();
  const ask = useAsk();
  const { of } = useActing();
  const work = useWork();
  const [said, tell] = useTold(words);
  const get = (range: Range) =>
    void work.run(async () => {
      tell(null);
      const { data } = await ask(Download, { for: of, ...range });
      const made = data.me?.export;
      if (!made?.file) {
        tell((now) => now.download.withheld);
        return;
      }
      saveFile("my-record.json", "application/json", made.file);
      tell((now) => now.download.saved(made.fromEntry ?? 0, made.toEntry ?? 0, made.number ?? 0));
    });
  return { ...work, get, said };
}

function DownloadAll() {
  const words = useRecordWords();
  const { isBusy, failure, get, said } = useDownload();
  return (
    <>
      <Button isDisabled={isBusy} onPress={() => get({ fromEntry: 1, toEntry: null, sinceSize: null })}>
        {words.download.get}
      </Button>
      {isBusy && <Loading />}
      <p role="status">{said}</p>
      {failure !== null && <Failure error={failure} />}
    </>
  );
}

/** For a log that is too long for one file, and with a proof from a checkpoint that one has. */
function DownloadPart() {
  const words = useRecordWords();
  const { isBusy, failure, get, said } = useDownload();
  const [from, setFrom] = useState("1");
  const [to, setTo] = useState("");
  const [since, setSince] = useState("");
  const number = (text: string) => (/^[1-9][0-9]{0,15}$/.test(text.trim()) ? Number(text) : null);
  const isReady = number(from) !== null && [to, since].every((text) => text.trim() === "" || number(text) !== null);
  return (
    <Act
      title={words.download.part}
      text={words.download.partText}
      send={words.download.getPart}
      writing={{ isBusy, failure, done: said }}
      isReady={isReady}
      onSend={() => get({ fromEntry: number(from) ?? 1, toEntry: number(to), sinceSize: number(since) })}
    >
      <Count label={words.download.from} value={from} onChange={setFrom} />
      <Count label={words.download.to} value={to} onChange={setTo} />
      <Count label={words.download.since} value={since} onChange={setSince} />
    </Act>
  );
}

type Named = { name: string; text: string };

/** The files that were chosen; read here, and sent nowhere. Throws `WrongError` for one that is far too large. */
async function textsOf(files: FileList | null): Promise<Named[]> {
  const chosen = [...(files ?? [])].slice(0, FILES_MAX);
  if (chosen.some((file) => file.size > KEPT_BYTES_MAX)) throw new WrongError("format");
  return await Promise.all(chosen.map(async (file) => ({ name: file.name, text: await file.text() })));
}

type Outcome = { kind: "checked"; found: Findings; isOwnKey: boolean } | { kind: "no"; what: NotRead; name: string };
type NotRead = "format" | "key" | "impossible";

function CheckFile() {
  const words = useRecordWords();
  const { language } = useWords();
  const [file, setFile] = useState<Named | null>(null);
  const [earlier, setEarlier] = useState<Named[]>([]);
  const key = useLogKey();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const { isBusy, failure, run } = useWork();
  const check = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      setOutcome(null);
      if (await key.isRead()) setOutcome(file && (await outcomeOf(file, earlier, key.value.trim())));
    });
  };
  const choose = (files: FileList | null, take: (read: Named[]) => void) =>
    void run(async () => {
      setOutcome(null);
      try {
        take(await textsOf(files));
      } catch (error) {
        if (!(error instanceof WrongError)) throw error;
        setOutcome({ kind: "no", what: "format", name: files?.[0]?.name ?? "" });
      }
    });
  return (
    <Part id="check" title={words.check.title} text={words.check.text}>
      <form onSubmit={check} className="form">
        <FileTrigger
          acceptedFileTypes={[".json"]}
          onSelect={(files) => choose(files, ([read]) => setFile(read ?? null))}
        >
          <Button isDisabled={isBusy}>{words.check.file}</Button>
        </FileTrigger>
        <p role="status" translate="no">
          {file?.name}
        </p>
        <FileTrigger allowsMultiple onSelect={(files) => choose(files, setEarlier)}>
          <Button isDisabled={isBusy}>{words.check.earlier}</Button>
        </FileTrigger>
        <p role="status" translate="no">
          {series(
            language,
            earlier.map((each) => each.name),
          )}
        </p>
        {earlier.length > 0 && (
          <Button isDisabled={isBusy} onPress={() => choose(null, () => setEarlier([]))}>
            {words.check.forget}
          </Button>
        )}
        <KeyField logKey={key} />
        <Button type="submit" className="primary" isDisabled={isBusy || file === null}>
          {words.check.check}
        </Button>
      </form>
      {isBusy && <Loading />}
      {failure !== null && <Failure error={failure} />}
      {outcome && <Said outcome={outcome} />}
      <p>{words.check.command}</p>
      <p className={styles["scrolls"]}>
        <code>{COMMAND}</code>
      </p>
    </Part>
  );
}

async function outcomeOf(file: Named, earlier: readonly Named[], key: string): Promise<Outcome> {
  let name = file.name;
  try {
    const kept = readKept(name, file.text);
    if (kept.kind !== "export") return { kind: "no", what: "format", name };
    const others: Kept[] = earlier.map((each) => {
      name = each.name;
      return readKept(name, each.text);
    });
    return { kind: "checked", found: await checkKept(kept, key, others), isOwnKey: key === "" };
  } catch (error) {
    if (isUnsupported(error)) return { kind: "no", what: "impossible", name };
    if (error instanceof RangeError) return { kind: "no", what: "format", name }; // nested without end
    if (!(error instanceof WrongError)) throw error;
    return { kind: "no", what: error.what === "key" ? "key" : "format", name };
  }
}

function Said({ outcome }: { outcome: Outcome }) {
  const words = useRecordWords();
  const { check } = words;
  if (outcome.kind === "no")
    return (
      <p role="alert" className={styles["wrong"]}>
        {outcome.what === "format" ? check.noFile(outcome.name) : check[outcome.what]}
      </p>
    );
  const { found, isOwnKey } = outcome;
  const isWhole = found.wrong.length === 0;
  return (
    <div role="status">
      <p className={!isWhole ? styles["wrong"] : isOwnKey ? undefined : styles["proved"]}>
        {isWhole ? check.whole(found.entries, found.by) : check.notWhole(found.entries, found.wrong.length)}
      </p>
      {isOwnKey && <p>{check.ownKey}</p>}
      <ul>
        {found.wrong.map((finding) => (
          <li key={JSON.stringify(finding)} className={styles["wrong"]}>
            {finding.file ? `${finding.file}: ` : ""}
            {check.findings[finding.what](finding)}
          </li>
        ))}
        {found.open.map((open) => (
          <li key={JSON.stringify(open)}>
            {open.file ? `${open.file}: ` : ""}
            {check.notChecked(check.opens[open.what](open))}
          </li>
        ))}
      </ul>
      {!isWhole && <p>{words.proof.next}</p>}
    </div>
  );
}

/** A checkpoint to keep, and the one that was kept held against the log as it is now. */
function KeptCheckpoint() {
  const words = useRecordWords();
  const { isBusy, failure, run } = useWork();
  const key = useLogKey();
  const [tree, setTree] = useState<Continuity | NotRead | "signature" | null>(null);
  const save = () =>
    void run(async () => saveFile("checkpoint.txt", "text/plain;charset=utf-8", await readCheckpoint()));
  const compare = (files: FileList | null) =>
    void run(async () => {
      setTree(null);
      if (!(await key.isRead())) return;
      try {
        const [kept] = await textsOf(files);
        if (kept) setTree(await compared(kept.text, key.value));
      } catch (error) {
        if (isUnsupported(error)) setTree("impossible");
        else if (error instanceof WrongError)
          setTree(error.what === "key" || error.what === "signature" ? error.what : "format");
        else throw error;
      }
    });
  const { checkpoint } = words;
  return (
    <Part id="checkpoint" title={checkpoint.title} text={checkpoint.text}>
      <Button isDisabled={isBusy} onPress={save}>
        {checkpoint.save}
      </Button>
      <h3>{checkpoint.compare}</h3>
      <div className="form">
        <KeyField logKey={key} />
        <FileTrigger onSelect={compare}>
          <Button isDisabled={isBusy || key.value.trim() === ""}>{checkpoint.file}</Button>
        </FileTrigger>
      </div>
      {isBusy && <Loading />}
      {failure !== null && <Failure error={failure} />}
      <p role="status" className={styles[typeof tree === "object" && tree?.kind === "one" ? "proved" : "wrong"]}>
        {tree !== null && (typeof tree === "string" ? checkpoint.not[tree] : words.checkpoint.said(tree))}
      </p>
    </Part>
  );
}

/** A kept checkpoint, or an export's, against the newest. */
async function compared(text: string, keyText: string): Promise<Continuity> {
  const key = await parseKey(keyText);
  const kept = readKept("", text);
  const note = kept.kind === "export" ? kept.export.checkpoint : null;
  const old = note === null ? kept.note : parseNote(note);
  parseCheckpoint(old.text);
  const now = parseNote(await readCheckpoint());
  const [was, is] = [await openedCheckpoint(old, key), await openedCheckpoint(now, key)];
  // a log that was rolled back signs for a smaller tree, which would pass the other way round
  if (is.size < was.size) return { kind: "forked", from: was.size, to: is.size };
  return await continuity([was, is], readTile);
}
