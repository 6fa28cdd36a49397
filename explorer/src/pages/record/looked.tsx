// Who looked: the person's access log in lines, each with its details, an objection, and its check in this browser.
import { type FormEvent, useState } from "react";
import {
  Button,
  Disclosure,
  DisclosurePanel,
  Heading,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
} from "react-aria-components";
import type { ResultOf } from "../../api/schema.ts";
import { check, isOneChain, type Verdict } from "../../proofs/proof.ts";
import { useAnswer, useAsk } from "../../shell/ask.ts";
import { Failure, Loading } from "../../shell/states.tsx";
import { useWork } from "../../shell/work.ts";
import { day, instant } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import { basisInWords } from "../../words/policy.ts";
import { Looked, ObjectToAccess } from "./questions.ts";
import styles from "./record.module.css";
import { useRecordWords } from "./words.ts";

const PAGE_SIZE = 20;

type Entry = NonNullable<NonNullable<ResultOf<typeof Looked>["me"]>["accessLog"]>["nodes"][number];

export function WhoLooked() {
  const words = useRecordWords();
  const [after, setAfter] = useState<string | null>(null);
  const [verdicts, setVerdicts] = useState<Record<number, Verdict>>({});
  const { data, error, refetch } = useAnswer({
    document: Looked,
    variables: { first: PAGE_SIZE, after },
    key: ["record", "looked"],
  });
  const log = data?.data.me?.accessLog;
  const entries = log?.nodes ?? [];
  return (
    <section aria-labelledby="looked">
      <h2 id="looked">{words.looked.title}</h2>
      {error ? <Failure error={error} onRetry={refetch} /> : data ? null : <Loading />}
      {log && <p role="status">{entries.length === 0 ? words.looked.none : words.looked.total(log.totalCount)}</p>}
      <ol className={styles["list"]}>
        {entries.map((entry) => (
          <li key={entry.number}>
            <Line entry={entry} verdict={verdicts[entry.number ?? 0]} />
          </li>
        ))}
      </ol>
      {after !== null && <Button onPress={() => setAfter(null)}>{words.looked.newer}</Button>}
      {log?.pageInfo.hasNextPage && (
        <Button onPress={() => setAfter(log.pageInfo.endCursor)}>{words.looked.older}</Button>
      )}
      {entries.length > 0 && <Check entries={entries} onChecked={setVerdicts} />}
    </section>
  );
}

function Line({ entry, verdict }: { entry: Entry; verdict: Verdict | undefined }) {
  const words = useRecordWords();
  const { language } = useWords();
  const facts: [string, string | null | undefined][] = [
    [
      words.looked.who,
      [either(language, entry.department, entry.departmentZh), entry.officeName].filter(Boolean).join(", "),
    ],
    [words.looked.pseudonym, entry.officer],
    [words.looked.purpose, either(language, entry.purposeEn, entry.purposeZh)],
    [words.looked.basis, entry.legalBasis ? basisInWords(language, entry.legalBasis) : null],
    [words.looked.case, entry.case],
    [words.looked.groups, entry.fieldGroups?.map((group) => words.groups[group] ?? group).join(", ")],
    [words.looked.rule, entry.rule],
  ];
  return (
    <>
      <p>
        <time dateTime={entry.at ?? ""}>{entry.at ? instant(language, entry.at) : ""}</time>{" "}
        {either(language, entry.summaryEn, entry.summaryZh)}
      </p>
      {verdict && <Said verdict={verdict} />}
      <Disclosure>
        <Heading level={3}>
          <Button slot="trigger">{words.looked.details}</Button>
        </Heading>
        <DisclosurePanel>
          <dl className={styles["facts"]}>
            {facts
              .filter(([, text]) => text)
              .map(([label, text]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd translate={label === words.looked.rule ? "no" : "yes"}>{text}</dd>
                </div>
              ))}
          </dl>
          <Objecting entry={entry} />
        </DisclosurePanel>
      </Disclosure>
    </>
  );
}

function Objecting({ entry }: { entry: Entry }) {
  const words = useRecordWords();
  const { language } = useWords();
  const ask = useAsk();
  const [reason, setReason] = useState("");
  const { isBusy, failure, run } = useWork();
  if (entry.objection?.outcome) {
    const { outcome, answer } = entry.objection;
    return <p>{words.looked.answered(words.looked.outcomes[outcome] ?? outcome, answer ?? "")}</p>;
  }
  if (entry.objection?.dueAt) return <p role="status">{words.looked.objected(day(language, entry.objection.dueAt))}</p>;
  const send = (event: FormEvent) => {
    event.preventDefault();
    void run(() => ask(ObjectToAccess, { entry: entry.number ?? 0, reason }, { forget: ["record", "looked"] }));
  };
  return (
    <form onSubmit={send} className="form">
      <TextField value={reason} onChange={setReason} maxLength={1000}>
        <Label>{words.looked.reason}</Label>
        <TextArea rows={3} />
      </TextField>
      <Button type="submit" isDisabled={isBusy || reason.trim() === ""}>
        {words.looked.send}
      </Button>
      {failure !== null && <Failure error={failure} />}
    </form>
  );
}

function Check({ entries, onChecked }: { entries: Entry[]; onChecked: (verdicts: Record<number, Verdict>) => void }) {
  const words = useRecordWords();
  const [key, setKey] = useState("");
  const [isGap, setGap] = useState(false);
  if (!globalThis.crypto?.subtle) return <p role="status">{words.proof.impossible}</p>;
  const checkAll = async (event: FormEvent) => {
    event.preventDefault();
    const said = await Promise.all(entries.map(async (entry) => [entry.number ?? 0, await check(entry, key)] as const));
    setGap(!isOneChain(entries));
    onChecked(Object.fromEntries(said));
  };
  return (
    <section aria-labelledby="proof">
      <h3 id="proof">{words.proof.title}</h3>
      <p>{words.proof.text}</p>
      <form onSubmit={(event) => void checkAll(event)} className="form">
        <TextField value={key} onChange={setKey} autoComplete="off">
          <Label>{words.proof.key}</Label>
          <Input spellCheck="false" maxLength={300} />
          <Text slot="description">{words.proof.keyHint}</Text>
        </TextField>
        <Button type="submit" className="primary">
          {words.proof.check}
        </Button>
      </form>
      {isGap && (
        <p role="alert" className={styles["wrong"]}>
          {words.proof.gap} {words.proof.next}
        </p>
      )}
      <p>{words.proof.not}</p>
    </section>
  );
}

/** The line under an entry: green only if everything was checked and holds. */
function Said({ verdict }: { verdict: Verdict }) {
  const words = useRecordWords();
  switch (verdict.kind) {
    case "proved":
      return <p className={styles["proved"]}>{words.proof.proved(verdict.size, verdict.by)}</p>;
    case "unsigned":
      return <p>{words.proof.unsigned(verdict.size)}</p>;
    case "pending":
      return <p>{words.proof.pending}</p>;
    case "erased":
      return <p>{words.proof.erased}</p>;
    case "wrong":
      return (
        <p className={styles["wrong"]}>
          {words.proof.wrong[verdict.what]} {verdict.what === "key" ? "" : words.proof.next}
        </p>
      );
  }
}
