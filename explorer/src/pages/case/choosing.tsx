// Without a case: a number that one has, an inspection that is planned, a case that waits.
import { type FormEvent, useState } from "react";
import { Button } from "react-aria-components";
import { CASE_NUMBER_CHARACTERS_MAX } from "../../api/limits.ts";
import { opens, purposeOf } from "../../api/policy.ts";
import type { ResultOf } from "../../api/schema.ts";
import { Line } from "../../shell/fields.tsx";
import { useSession, useSignedIn } from "../../shell/session.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import { useWork } from "../../shell/work.ts";
import { addressLine } from "../../words/address.ts";
import { useSay } from "../../words/enumerations.ts";
import { day } from "../../words/format.ts";
import { type Language, useWords } from "../../words/index.tsx";
import type { Done } from "./act.tsx";
import { AcceptCase } from "./acts.ts";
import styles from "./case.module.css";
import { ExploreLink, Table } from "./inspection.tsx";
import { OpenInspections, WaitingCases } from "./questions.ts";
import { isAnswered, Refusal } from "./refusing.tsx";
import { CaseFailure } from "./section.tsx";
import { useRecordedAsk, useSection } from "./visit.ts";
import { type CaseWords, useCaseWords } from "./words.ts";

const PLACE_KINDS = new Set(["HOUSING_INSPECTION", "LABOUR_INSPECTION"]);

/** Puts the case out of the session. */
export function LeaveCase() {
  const words = useCaseWords();
  const use = useCase();
  return <Button onPress={() => void use(null)}>{words.cover.other}</Button>;
}

/** Makes a case the session's. */
export function useCase() {
  const { choose } = useSession();
  const { purpose } = useSignedIn();
  return (number: string | null) => choose({ purpose, case: number });
}

export function NumberForm() {
  const words = useCaseWords();
  const use = useCase();
  const [number, setNumber] = useState("");
  const { isBusy, failure, run } = useWork();
  const keep = (event: FormEvent) => {
    event.preventDefault();
    void run(() => use(number.trim()));
  };
  return (
    <section aria-labelledby="by-number">
      <h2 id="by-number">{words.start.number}</h2>
      <form onSubmit={keep} className="form">
        <Line
          label={words.start.numberLabel}
          hint={words.start.numberHint}
          value={number}
          onChange={setNumber}
          most={CASE_NUMBER_CHARACTERS_MAX}
          isRequired
        />
        <Button type="submit" isDisabled={isBusy} className="primary">
          {words.start.use}
        </Button>
        {failure !== null && <Failure error={failure} />}
      </form>
    </section>
  );
}

/** Planned inspections, for those whose purpose opens them; no natural person is named here. */
export function Inspections() {
  const words = useCaseWords();
  const { client, purpose } = useSignedIn();
  const [pages, setPages] = useState<(string | null)[]>([null]);
  if (!opens(client, purpose, "INSPECTION") || !kindsOf(purpose).some((kind) => PLACE_KINDS.has(kind))) return null;
  return (
    <section aria-labelledby="inspections">
      <h2 id="inspections">{words.inspections.title}</h2>
      <p>{words.inspections.text}</p>
      {pages.map((after, index) => (
        <InspectionPage
          key={after ?? ""}
          after={after}
          onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : null}
        />
      ))}
    </section>
  );
}

function InspectionPage({ after, onMore }: { after: string | null; onMore: ((cursor: string) => void) | null }) {
  const words = useCaseWords();
  const say = useSay();
  const { language } = useWords();
  const use = useCase();
  const { client, purpose } = useSignedIn();
  const result = useSection({
    operation: "OpenInspections",
    number: null,
    document: OpenInspections,
    variables: { after, withWorkplaces: opens(client, purpose, "EMPLOYER") },
  });
  if (result.error) return <Failure error={result.error} onRetry={() => void result.refetch()} />;
  const page = result.data?.data.inspections;
  if (!page) return result.data ? null : <Loading />;
  const cursor = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return (
    <>
      <Table
        isPaged
        caption={words.inspections.shown(page.nodes.length, page.totalCount)}
        heads={[words.head.number, words.inspections.place, words.inspections.planned, words.inspections.state]}
        rows={page.nodes.map((item) => [
          isOver(item) ? (
            item.number
          ) : (
            <Button key="use" onPress={() => void use(item.number)}>
              {words.inspections.choose(item.number)}
            </Button>
          ),
          <PlaceOf key="place" item={item} />,
          plannedIn(words, language, item),
          say("CaseState", isOver(item) ? "CLOSED" : item.state),
        ])}
      />
      {cursor && onMore && <Button onPress={() => onMore(cursor)}>{words.inspections.more}</Button>}
    </>
  );
}

type Inspected = NonNullable<ResultOf<typeof OpenInspections>["inspections"]>["nodes"][number];

/** The day of the next planned visit, and that it has passed without one. */
function plannedIn(words: CaseWords, language: Language, item: Inspected): string {
  const days = (item.inspections ?? []).flatMap(({ state, plannedOn }) => (state === "PLANNED" ? [plannedOn] : []));
  const [next] = days.sort();
  if (!next) return "";
  const isOverdue = !isOver(item) && next < new Date().toISOString().slice(0, 10);
  return isOverdue ? words.inspections.overdue(day(language, next)) : day(language, next);
}

function isOver(item: Inspected): boolean {
  return item.state === "CLOSED" || Date.parse(item.endsAt) <= Date.now();
}

function PlaceOf({ item }: { item: Inspected }) {
  const { language } = useWords();
  const { building, room } = item;
  const workplace = "workplace" in item ? item.workplace : null;
  if (room) {
    const name = addressLine(language, room.building.address, room.designator);
    return <ExploreLink kind="room" id={room.id} name={name} />;
  }
  if (building) return <ExploreLink kind="building" id={building.id} name={addressLine(language, building.address)} />;
  if (!workplace) return null;
  return (
    <ExploreLink kind="workplace" id={workplace.id} name={workplace.name ?? addressLine(language, workplace.address)} />
  );
}

/** Cases that residents opened online: numbers and kinds, nothing about anybody. */
export function Waiting({ onDone }: { onDone: Done }) {
  const words = useCaseWords();
  const { purpose } = useSignedIn();
  const [pages, setPages] = useState<(string | null)[]>([null]);
  if (!hasPersons(purpose)) return null;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{words.waiting.title}</h2>
      <p>{words.waiting.text}</p>
      {pages.map((after, index) => (
        <WaitingPage
          key={after ?? ""}
          after={after}
          onDone={onDone}
          onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : null}
        />
      ))}
    </section>
  );
}

function WaitingPage(props: { after: string | null; onDone: Done; onMore: ((cursor: string) => void) | null }) {
  const words = useCaseWords();
  const say = useSay();
  const ask = useRecordedAsk();
  const use = useCase();
  const { isBusy, failure, run } = useWork();
  const { after, onMore, onDone } = props;
  const result = useSection({ operation: "WaitingCases", number: null, document: WaitingCases, variables: { after } });
  const accept = (number: string) =>
    run(async () => {
      await ask({ operation: "AcceptCase", case: number, isWrite: true }, AcceptCase, { case: number });
      onDone((said) => said.waiting.accepted(number), number);
      await use(number);
    });
  if (result.error) return <Failure error={result.error} onRetry={() => void result.refetch()} />;
  const page = result.data?.data.waitingCases;
  if (!page) return result.data ? null : <Loading />;
  const cursor = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return (
    <>
      {page.totalCount === 0 && <p>{words.waiting.none}</p>}
      {page.totalCount > page.nodes.length && <p>{words.inspections.shown(page.nodes.length, page.totalCount)}</p>}
      <ul className={styles["waiting"]}>
        {page.nodes.map((item) => (
          <li key={item.number}>
            <div className={styles["ways"]}>
              <span>{say("CaseKind", item.kind)}</span>
              <Button isDisabled={isBusy} onPress={() => void accept(item.number)}>
                {words.waiting.accept(item.number)}
              </Button>
            </div>
            {!isAnswered(item.kind) && (
              <Refusal number={item.number} isNamed onDone={onDone} onRefused={() => result.refetch()} />
            )}
          </li>
        ))}
      </ul>
      {failure !== null && <CaseFailure error={failure} />}
      {cursor && onMore && <Button onPress={() => onMore(cursor)}>{words.inspections.more}</Button>}
    </>
  );
}

/** Whether cases for a purpose may be about persons. */
export function hasPersons(purpose: string | null): boolean {
  return kindsOf(purpose).some((kind) => !PLACE_KINDS.has(kind));
}

/** The kinds of case which a purpose fits. */
export function kindsOf(purpose: string | null): string[] {
  return purposeOf(purpose)?.caseKinds ?? [];
}
