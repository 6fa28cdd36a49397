// What a case opens of its subject. Everything here is text: nothing of a person leads to another's record.
import type { ReactNode } from "react";
import { useState } from "react";
import { Button } from "react-aria-components";
import type { ResultOf } from "../../api/schema.ts";
import { useOfficeName } from "../../shell/office-name.tsx";
import { Written } from "../../shell/written.tsx";
import { addressLine, placeLine } from "../../words/address.ts";
import { useSaid, useSay } from "../../words/enumerations.ts";
import { comma, day, instant } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import { relationInWords } from "../../words/relations.ts";
import styles from "./case.module.css";
import { useClosed } from "./head.ts";
import {
  CaseChanges,
  CaseContacts,
  CaseEmployments,
  CaseHistory,
  CaseHousehold,
  CaseName,
  CaseResidences,
  CaseTenancies,
} from "./questions.ts";
import { Cut, Row, Section } from "./section.tsx";
import { useCaseWords } from "./words.ts";

type Numbered = { number: string };

export function Name({ number }: Numbered) {
  const words = useCaseWords();
  const { language } = useWords();
  const withBirth = useOpens("PERSON_BIRTH");
  return (
    <Section
      operation="CaseName"
      number={number}
      document={CaseName}
      variables={{ number, withBirth }}
      group="PERSON_NAME"
    >
      {({ case: found }) => {
        const subject = found?.subject;
        if (!subject) return <Nothing />;
        return (
          <dl className={styles["facts"]}>
            <Row name={words.person.fullName}>
              <Written text={subject.name?.full} />
            </Row>
            <Row name={words.person.family}>
              <Written text={subject.name?.family} />
            </Row>
            <Row name={words.person.given}>
              <Written text={subject.name?.given} />
            </Row>
            <Row name={words.person.latin}>
              <Written text={subject.name?.latin} />
            </Row>
            <Row name={words.person.birth}>
              {withBirth ? subject.birthDate && day(language, subject.birthDate) : words.birthNotAsked}
            </Row>
          </dl>
        );
      }}
    </Section>
  );
}

export function Residences({ number }: Numbered) {
  return (
    <Section
      operation="CaseResidences"
      number={number}
      document={CaseResidences}
      variables={{ number }}
      group="RESIDENCE"
    >
      {({ case: found }) => <Homes homes={found?.subject?.residences} />}
    </Section>
  );
}

export function Tenancies({ number }: Numbered) {
  const { language } = useWords();
  return (
    <Section operation="CaseTenancies" number={number} document={CaseTenancies} variables={{ number }} group="TENANCY">
      {({ case: found }) => (
        <Facts facts={found?.subject?.tenancies}>{(fact) => <strong>{placeLine(language, fact)}</strong>}</Facts>
      )}
    </Section>
  );
}

export function Employments({ number }: Numbered) {
  const { language } = useWords();
  const say = useSay();
  return (
    <Section
      operation="CaseEmployments"
      number={number}
      document={CaseEmployments}
      variables={{ number }}
      group="EMPLOYMENT"
    >
      {({ case: found }) => (
        <Facts facts={found?.subject?.employments}>
          {(fact) => (
            <>
              <strong translate="no">{fact.workplace?.employerName ?? fact.workplace?.name}</strong>
              <span>{fact.workplace?.name}</span>
              <span>{addressLine(language, fact.workplace?.address)}</span>
              <span>{say("ContractKind", fact.contract)}</span>
            </>
          )}
        </Facts>
      )}
    </Section>
  );
}

/** The history as a timeline of addresses, in pages: each is an entry of its own, so none is fetched unasked. */
export function History({ number }: Numbered) {
  const [pages, setPages] = useState<(string | null)[]>([null]);
  return (
    <>
      {pages.map((after, index) => (
        <HistoryPage
          key={after ?? ""}
          number={number}
          after={after}
          onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : null}
        />
      ))}
    </>
  );
}

function HistoryPage(props: Numbered & { after: string | null; onMore: ((cursor: string) => void) | null }) {
  const words = useCaseWords();
  const { number, after, onMore } = props;
  return (
    <Section
      operation="CaseHistory"
      number={number}
      document={CaseHistory}
      variables={{ number, after }}
      group="HISTORY"
    >
      {({ case: found }) => {
        const history = found?.subject?.residenceHistory;
        const cursor = history?.pageInfo.hasNextPage ? history.pageInfo.endCursor : null;
        return (
          <>
            {history && <p>{words.person.total(history.totalCount)}</p>}
            <Homes homes={history?.nodes} label={words.person.timeline} />
            {cursor && onMore && <Button onPress={() => onMore(cursor)}>{words.person.more}</Button>}
          </>
        );
      }}
    </Section>
  );
}

export function HouseholdOf({ number }: Numbered) {
  const words = useCaseWords();
  const { language } = useWords();
  const withBirth = useOpens("PERSON_BIRTH");
  return (
    <Section
      operation="CaseHousehold"
      number={number}
      document={CaseHousehold}
      variables={{ number, withBirth }}
      group="HOUSEHOLD"
    >
      {({ case: found }) => {
        const household = found?.subject?.household;
        if (!household) return <Nothing />;
        return (
          <>
            {household.validFrom && <p>{words.person.householdSince(day(language, household.validFrom))}</p>}
            <ul className={styles["people"]}>
              {keyed(household.members ?? []).map(([key, member]) => (
                <li key={key}>
                  <strong translate="no">{member.name?.full}</strong> <Written text={member.name?.latin} />{" "}
                  {"birthDate" in member && member.birthDate && day(language, member.birthDate)}
                </li>
              ))}
            </ul>
            <p>{words.person.listOnly}</p>
          </>
        );
      }}
    </Section>
  );
}

export function Contacts({ number }: Numbered) {
  const words = useCaseWords();
  const { language } = useWords();
  return (
    <Section
      operation="CaseContacts"
      number={number}
      document={CaseContacts}
      variables={{ number }}
      group="DECLARED_CONTACTS"
    >
      {({ case: found }) => {
        const contacts = found?.subject?.declaredContacts;
        if (!contacts?.length) return <Nothing />;
        return (
          <>
            <p>{words.person.listOnly}</p>
            <ul className={styles["people"]}>
              {keyed(contacts).map(([key, contact]) => (
                <li key={key}>
                  <strong translate="no">{contact.name}</strong>
                  <Written text={relationInWords(language, contact.relation)} />
                  <Written text={contact.means} />
                  <small>
                    {contact.isConfirmed ? words.person.confirmed : words.person.declared}
                    {contact.validFrom && `${comma(language)}${words.person.from(day(language, contact.validFrom))}`}
                  </small>
                </li>
              ))}
            </ul>
          </>
        );
      }}
    </Section>
  );
}

/** What the office should put right in its own files: changed or erased since it last read it. */
export function Changes({ number }: Numbered) {
  const words = useCaseWords();
  const { language } = useWords();
  const say = useSay();
  return (
    <Section operation="CaseChanges" number={number} document={CaseChanges} variables={{ number }} group="CASE">
      {({ case: found }) => (
        <>
          <p>{words.changes.text}</p>
          <ul className={styles["people"]}>
            {keyed(found?.changes ?? []).map(([key, change]) => (
              <li key={key}>
                <strong>{say("FieldGroup", change.fieldGroup)}</strong>
                <span>
                  {say("ChangeKind", change.kind)} <time dateTime={change.at}>{instant(language, change.at)}</time>
                </span>
              </li>
            ))}
          </ul>
          {found?.changes?.length === 0 && <p>{words.changes.none}</p>}
        </>
      )}
    </Section>
  );
}

type Home = NonNullable<
  NonNullable<NonNullable<ResultOf<typeof CaseResidences>["case"]>["subject"]>["residences"]
>[number];

function Homes({ homes, label }: { homes: readonly Home[] | null | undefined; label?: string }) {
  const { language } = useWords();
  const say = useSay();
  return (
    <Facts facts={homes} {...(label ? { label } : {})}>
      {(home) => (
        <>
          <strong>{placeLine(language, home)}</strong>
          <span>{say("ResidenceRole", home.role)}</span>
        </>
      )}
    </Facts>
  );
}

type Dated = Pick<Home, "validFrom" | "validTo" | "state" | "source" | "recordedBy" | "recordedFrom">;

/** Dated facts as a timeline: from when to when, what, who said so and which office recorded it. */
function Facts<Fact extends Dated>(props: {
  facts: readonly Fact[] | null | undefined;
  label?: string;
  children: (fact: Fact) => ReactNode;
}) {
  const words = useCaseWords();
  const say = useSay();
  const { language } = useWords();
  if (!props.facts?.length) return <Nothing />;
  return (
    <>
      <ol className="timeline" aria-label={props.label}>
        {keyed(props.facts).map(([key, fact]) => (
          <li key={key}>
            <span className={styles["span"]}>{span(words, language, fact)}</span>
            {props.children(fact)}
            <small>
              {say("FactState", fact.state)}
              {" · "}
              <SourceOf fact={fact} />
              {fact.recordedFrom && ` · ${words.person.recorded(instant(language, fact.recordedFrom))}`}
            </small>
          </li>
        ))}
      </ol>
      <Cut length={props.facts.length} />
    </>
  );
}

function SourceOf({ fact }: { fact: Dated }) {
  const words = useCaseWords();
  const said = useSaid();
  return words.person.source(said("Source", fact.source), useOfficeName(fact.recordedBy));
}

function span(words: ReturnType<typeof useCaseWords>, language: "en" | "zh", fact: Dated): string {
  if (!fact.validFrom) return "";
  const from = day(language, fact.validFrom);
  return fact.validTo ? words.person.span(from, day(language, fact.validTo)) : words.person.from(from);
}

function Nothing() {
  const words = useCaseWords();
  return <p className={styles["nothing"]}>{words.person.nothing}</p>;
}

/** Facts have no id here: their place in the answer, which does not change, is their key. */
function keyed<Item>(items: readonly Item[]): [string, Item][] {
  return items.map((item, index) => [String(index), item]);
}

function useOpens(group: string): boolean {
  return useClosed()(group) === null;
}
