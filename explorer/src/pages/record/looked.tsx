// Who looked: the person's access log in lines, the newest first; a filter, an objection, what is kept off the screen, and the check.
import { useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import type { Verdict } from "../../proofs/proof.ts";
import { useAnswer, useAsk } from "../../shell/ask.ts";
import { Sentences } from "../../shell/fields.tsx";
import { BY_LINE } from "../../shell/focus.ts";
import { Failure, Loading } from "../../shell/states.tsx";
import { useWork } from "../../shell/work.ts";
import { useSay } from "../../words/enumerations.ts";
import { instant, series } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import { basisInWords } from "../../words/policy.ts";
import { useActing } from "./acting.tsx";
import { Check } from "./check.tsx";
import { type Entry, type Filter, fits, isFiltering, isOwnLook, NO_FILTER } from "./entries.ts";
import { FilterForm } from "./filter.tsx";
import { OffMyScreen } from "./off-screen.tsx";
import { Act, Ended, Facts, Part, Row, useWrite } from "./parts.tsx";
import { Hide, Looked, Losses, ObjectToAccess } from "./questions.ts";
import styles from "./record.module.css";
import { ObjectionFacts } from "./rights.tsx";
import { Said } from "./said.tsx";
import { useRecordWords } from "./words.ts";

const PAGE_SIZE = 20;
const PAGE_SIZE_MAX = 100;

export function WhoLooked() {
  const words = useRecordWords();
  const { of } = useActing();
  const log = useLog();
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [verdicts, setVerdicts] = useState<Record<number, Verdict>>({});
  const [withOwn, setWithOwn] = useState(false);
  const fitting = log.entries.filter((entry) => fits(filter, entry));
  const isWrong = (entry: Entry) => verdicts[entry.number ?? 0]?.kind === "wrong"; // never folded
  const shown = fitting.filter((entry) => withOwn || !isOwnLook(entry) || isWrong(entry));
  const folded = fitting.length - shown.length;
  return (
    <>
      <Part id="looked" title={words.looked.title}>
        {log.error ? <Failure error={log.error} onRetry={log.retry} /> : log.isThere ? null : <Loading />}
        {log.isWithheld && <p role="status">{words.download.withheld}</p>}
        <Lost />
        {log.isThere && !log.isWithheld && (
          <>
            <FilterForm entries={log.entries} filter={filter} onChange={setFilter} />
            <p role="status">{countIn(words, log, fitting.length, isFiltering(filter))}</p>
            <OwnLooks folded={folded} others={shown.length} isShown={withOwn} onShow={setWithOwn} />
            {of === null && log.entries.length > 0 && (
              <p>
                <a href="#proof">{words.looked.proof}</a>
              </p>
            )}
          </>
        )}
        <ol className={styles["list"]} aria-label={words.looked.title} {...BY_LINE}>
          {shown.map((entry, index) => (
            <li key={entry.number ?? index}>
              <Line entry={entry} verdict={verdicts[entry.number ?? 0]} log={log} />
            </li>
          ))}
        </ol>
        <More log={log} />
      </Part>
      {of === null && log.entries.length > 0 && <Check entries={log.entries} onChecked={setVerdicts} />}
      {of === null && <OffMyScreen />}
    </>
  );
}

/** Whether anybody else looked, in a sentence, and the switch that shows the reader's own looks, too. */
function OwnLooks(props: { folded: number; others: number; isShown: boolean; onShow: (isShown: boolean) => void }) {
  const words = useRecordWords();
  const { folded, others, isShown, onShow } = props;
  const { looked } = words;
  return (
    <>
      <p role="status">
        {!isShown && folded > 0 && (others > 0 ? looked.others(others, folded) : looked.onlyOwn(folded))}
      </p>
      {(isShown || folded > 0) && (
        <label>
          <input type="checkbox" checked={isShown} onChange={(event) => onShow(event.target.checked)} />{" "}
          {looked.showOwn}
        </label>
      )}
    </>
  );
}

/** Where part of the log is lost, who reads it is told so: fewer lines are no proof that fewer looked. */
function Lost() {
  const words = useRecordWords();
  const { language } = useWords();
  const { data } = useAnswer({ document: Losses, variables: {}, key: ["record", "losses"] });
  const accepted = data?.data.operatorActs?.nodes[0];
  return accepted?.at ? <p role="status">{words.looked.lost(instant(language, accepted.at))}</p> : null;
}

function countIn(words: ReturnType<typeof useRecordWords>, log: Log, shown: number, isFiltered: boolean): string {
  if (log.total === 0) return words.looked.none;
  if (!isFiltered) return words.looked.shown(log.entries.length, log.total);
  return words.looked.fitting(shown, log.entries.length, log.total);
}

type Log = ReturnType<typeof useLog>;
/** What was put off the screen since the first page came: a newer one has it no more. */
type Gone = { from: unknown; hides: ((entry: Entry) => boolean)[] };
type Later = { behind: string | null; entries: Entry[]; cursor: string | null };

/** The log as far as it was loaded. The first page is asked for at once; older ones by a press, each an entry of its own. */
function useLog() {
  const { of } = useActing();
  const ask = useAsk();
  const variables = { for: of, first: PAGE_SIZE, after: null };
  const { data, error, refetch } = useAnswer({ document: Looked, variables, key: ["record", "looked"] });
  const [later, setLater] = useState<Later | null>(null);
  const [gone, setGone] = useState<Gone>({ from: null, hides: [] });
  const [objections, setObjections] = useState<Record<number, Entry["objection"]>>({});
  const work = useWork();
  const first = data?.data.me?.accessLog;
  const behind = first?.pageInfo.endCursor ?? null;
  const more = later && later.behind === behind ? later : null; // a first page asked anew may have moved
  const cursor = more ? more.cursor : first?.pageInfo.hasNextPage ? behind : null;
  const loaded = [...(first?.nodes ?? []), ...(more?.entries ?? [])];
  const entries = loaded
    .filter((entry) => gone.from !== data || !gone.hides.some((hides) => hides(entry)))
    .map((entry) => ({ ...entry, objection: objections[entry.number ?? 0] ?? entry.objection }));
  const load = (isAll: boolean) =>
    work.run(async (signal) => {
      let at: Later = more ?? { behind, entries: [], cursor };
      while (at.cursor !== null && !signal.aborted) {
        const asked = { for: of, first: isAll ? PAGE_SIZE_MAX : PAGE_SIZE, after: at.cursor };
        const answer = await ask(Looked, asked, { signal }).catch((thrown: unknown) => {
          if (signal.aborted) return null;
          throw thrown;
        });
        const page = answer?.data.me?.accessLog;
        if (!page) break;
        const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
        at = { ...at, entries: [...at.entries, ...page.nodes], cursor: next };
        setLater(at);
        if (!isAll) break;
      }
    });
  return {
    entries,
    // as of the first page: each page that is read adds an entry, which stands before all of these
    total: Math.max(0, (first?.totalCount ?? 0) - (loaded.length - entries.length)),
    isThere: Boolean(data),
    // from who represents somebody whose address is protected
    isWithheld: data?.extensions.withheld?.includes("ACCESS_LOG") ?? false,
    hasOlder: cursor !== null,
    error,
    retry: () => void refetch(),
    work,
    load,
    cancel: work.stop,
    object: (number: number, objection: Entry["objection"]) =>
      setObjections((known) => ({ ...known, [number]: objection })),
    hide: (hides: (entry: Entry) => boolean) =>
      setGone((before) => ({ from: data, hides: before.from === data ? [...before.hides, hides] : [hides] })),
  };
}

function More({ log }: { log: Log }) {
  const words = useRecordWords();
  const { isBusy, failure } = log.work;
  return (
    <div className={styles["ways"]}>
      {log.hasOlder && (
        <>
          <Button isDisabled={isBusy} onPress={() => void log.load(false)}>
            {words.looked.older}
          </Button>
          <Button isDisabled={isBusy} onPress={() => void log.load(true)}>
            {words.looked.all}
          </Button>
        </>
      )}
      {isBusy && <Button onPress={log.cancel}>{words.looked.stop}</Button>}
      {failure !== null && <Failure error={failure} />}
    </div>
  );
}

function Line({ entry, verdict, log }: { entry: Entry; verdict: Verdict | undefined; log: Log }) {
  const words = useRecordWords();
  const { language } = useWords();
  const { of } = useActing();
  const say = useSay();
  const { looked } = words;
  const name = entry.at ? instant(language, entry.at) : "";
  return (
    <>
      <p>
        <time dateTime={entry.at ?? ""}>{name}</time> {either(language, entry.summaryEn, entry.summaryZh)}
      </p>
      {entry.erasedAt && <p>{looked.erased(instant(language, entry.erasedAt))}</p>}
      {verdict && <Said verdict={verdict} />}
      <Disclosure>
        <Heading level={3}>
          <Button slot="trigger" aria-label={`${words.details}: ${name}`}>
            {words.details}
          </Button>
        </Heading>
        <DisclosurePanel>
          <Facts>
            <Row name={looked.number}>{entry.number}</Row>
            <Row name={looked.who}>
              {series(language, [either(language, entry.department, entry.departmentZh), entry.officeName])}
            </Row>
            <Row name={looked.pseudonym}>{entry.officer}</Row>
            <Row name={looked.representation}>{say("RepresentationBasis", entry.basis)}</Row>
            <Row name={looked.purpose}>{either(language, entry.purposeEn, entry.purposeZh)}</Row>
            <Row name={looked.basis}>{entry.legalBasis && basisInWords(language, entry.legalBasis)}</Row>
            <Row name={looked.case}>{entry.case}</Row>
            <Row name={looked.action}>{say("AccessAction", entry.action)}</Row>
            <Row name={looked.outcome}>{say("AccessOutcome", entry.outcome)}</Row>
            <Row name={looked.groups}>
              {series(language, entry.fieldGroups?.map((group) => words.groups[group] ?? group) ?? [])}
            </Row>
            <Row name={looked.rule}>{entry.rule && <code>{entry.rule}</code>}</Row>
          </Facts>
          {of === null && entry.number !== null && (
            <>
              <Objecting entry={entry} number={entry.number} log={log} />
              <Hiding entry={entry} number={entry.number} log={log} />
            </>
          )}
        </DisclosurePanel>
      </Disclosure>
    </>
  );
}

type OfLine = { entry: Entry; number: number; log: Log };

function Objecting({ entry, number, log }: OfLine) {
  const words = useRecordWords();
  const writing = useWrite();
  const [reason, setReason] = useState("");
  if (entry.objection) {
    return (
      <>
        <p role="status">{words.looked.objected}</p>
        <ObjectionFacts objection={entry.objection} />
      </>
    );
  }
  const send = () => {
    const onDone = (data: { objectToAccess: { objection: Entry["objection"] } | null }) =>
      log.object(number, data.objectToAccess?.objection ?? null);
    void writing.write(ObjectToAccess, { entry: number, reason }, { onDone });
  };
  return (
    <Act
      title={words.looked.object}
      send={words.looked.send}
      level={4}
      writing={writing}
      isReady={reason.trim() !== ""}
      onSend={send}
    >
      <Sentences label={words.looked.reason} value={reason} onChange={setReason} isRequired />
    </Act>
  );
}

/** Off this screen, not out of the log. */
function Hiding({ entry, number, log }: OfLine) {
  const words = useRecordWords();
  const writing = useWrite();
  const hide = (numbers: number[], cases: string[]) => {
    const hides = (other: Entry) =>
      (other.number !== null && numbers.includes(other.number)) || (other.case !== null && cases.includes(other.case));
    void writing.write(Hide, { numbers, cases }, { forget: "off-screen", onDone: () => log.hide(hides) });
  };
  const ofCase = entry.case;
  return (
    <div className={styles["ways"]}>
      <Button isDisabled={writing.isBusy} onPress={() => hide([number], [])}>
        {words.offScreen.hide}
      </Button>
      {ofCase && (
        <Button isDisabled={writing.isBusy} onPress={() => hide([], [ofCase])}>
          {words.offScreen.hideCase(ofCase)}
        </Button>
      )}
      <Ended writing={writing} />
    </div>
  );
}
