// What is held about a resident: each fact with its dates, where it came from, where it stands, and since when the register says so.
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { Button, Form, Input, Label, TextField } from "react-aria-components";
import { codeOf } from "../../api/errors.ts";
import type { ResultOf } from "../../api/schema.ts";
import { useAnswer } from "../../shell/ask.ts";
import { useOfficeName } from "../../shell/office-name.tsx";
import { addressLine, placeLine } from "../../words/address.ts";
import { useSay } from "../../words/enumerations.ts";
import { comma, day, instant, series } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import { relationInWords } from "../../words/relations.ts";
import { useActing } from "./acting.tsx";
import { Act, Cards, Facts, Paged, Row, Section, useWrite } from "./parts.tsx";
import { EraseConsented, Held, History } from "./questions.ts";
import styles from "./record.module.css";
import { Linking } from "./sign-ins.tsx";
import { useRecordWords } from "./words.ts";

type Me = NonNullable<ResultOf<typeof Held>["me"]>;
type When = { asOf: string | null; knownAt: string | null };
type Fact = {
  validFrom: string | null;
  validTo: string | null;
  recordedFrom: string | null;
  recordedTo?: string | null;
  version?: number | null;
  source?: string | null;
  state?: string | null;
  recordedBy?: string | null;
};

export function HeldFacts() {
  const words = useRecordWords();
  const [when, setWhen] = useState<When>({ asOf: null, knownAt: null });
  const isUnlinked = useIsUnlinked(when);
  if (isUnlinked) return <Linking />;
  return (
    <>
      <AsOf when={when} onChange={setWhen} />
      <Section id="held" title={words.held.title} document={Held} variables={when} shows={({ me }) => groupsOf(me)}>
        {({ me }) => (me ? <All me={me} /> : <p>{words.held.nothing}</p>)}
      </Section>
      <section aria-labelledby="history">
        <h2 id="history">{words.held.history}</h2>
        <Paged
          id="history"
          document={History}
          connection={({ me }) => me?.residenceHistory}
          none={words.held.none}
          more={words.held.more}
          itemId={(home, index) => `${home.validFrom} ${home.version} ${index}`}
          className="timeline"
        >
          {(home) => <Home home={home} />}
        </Paged>
      </section>
      <Erasing />
    </>
  );
}

/** The field groups of which something is shown. */
function groupsOf(me: Me | null): string[] {
  const has = {
    PERSON_NAME: me?.name?.full,
    PERSON_BIRTH: me?.birthDate,
    PERSON_DOCUMENT: me?.documents?.length,
    RESIDENCE: me?.residences?.length,
    TENANCY: me?.tenancies?.length,
    EMPLOYMENT: me?.employments?.length,
    HOUSEHOLD: me?.household?.members?.length,
    DECLARED_CONTACTS: me?.declaredContacts?.length,
  };
  return Object.entries(has).flatMap(([group, isShown]) => (isShown ? [group] : []));
}

/** Whether the sign-in opens no record of its own: the question is the page's first, which is asked once. */
function useIsUnlinked(when: When): boolean {
  const { of } = useActing();
  const { error } = useAnswer({ document: Held, variables: { ...when, for: of }, key: ["record", "held"] });
  return of === null && codeOf(error) === "SUBJECT_NOT_AVAILABLE";
}

/** Another day, and what the register knew at another instant. */
function AsOf({ when, onChange }: { when: When; onChange: (when: When) => void }) {
  const words = useRecordWords();
  const [asOf, setAsOf] = useState("");
  const [knownAt, setKnownAt] = useState("");
  const isThen = when.asOf !== null || when.knownAt !== null;
  const show = (event: FormEvent) => {
    event.preventDefault();
    onChange({ asOf: asOf || null, knownAt: knownAt ? new Date(knownAt).toISOString() : null });
  };
  const back = () => {
    setAsOf("");
    setKnownAt("");
    onChange({ asOf: null, knownAt: null });
  };
  return (
    <Form onSubmit={show} className={styles["tools"] ?? ""}>
      <TextField value={asOf} onChange={setAsOf}>
        <Label>{words.held.asOf}</Label>
        <Input type="date" />
      </TextField>
      <TextField value={knownAt} onChange={setKnownAt}>
        <Label>{words.held.knownAt}</Label>
        <Input type="datetime-local" />
      </TextField>
      <Button type="submit" isDisabled={asOf === "" && knownAt === ""}>
        {words.held.show}
      </Button>
      {isThen && <Button onPress={back}>{words.held.today}</Button>}
      {isThen && <p role="status">{words.held.past}</p>}
    </Form>
  );
}

function All({ me }: { me: Me }) {
  const words = useRecordWords();
  const { language } = useWords();
  const say = useSay();
  const { held } = words;
  const { of, call } = useActing();
  const full = me.name?.full;
  useEffect(() => {
    if (of !== null && full) call(full);
  }, [of, full, call]);
  return (
    <>
      <Facts>
        <Row name={held.name}>{me.name?.full ?? held.none}</Row>
        <Row name={held.latin}>{me.name?.latin}</Row>
        <Row name={held.birthDate}>{me.birthDate ? day(language, me.birthDate) : held.none}</Row>
      </Facts>
      <h3>{held.documents}</h3>
      <Cards items={me.documents} id={(item) => item.number} none={held.none} label={held.documents}>
        {(document) => (
          <>
            <strong>{say("DocumentKind", document.kind)}</strong>
            <span>{series(language, [document.number, document.issuingCountry])}</span>
            {document.expiresOn && <span>{held.expires(day(language, document.expiresOn))}</span>}
            <Told fact={document} />
          </>
        )}
      </Cards>
      <h3>{held.residences}</h3>
      <Cards items={me.residences} id={(_, index) => index} none={held.none} label={held.residences}>
        {(home) => <Home home={home} />}
      </Cards>
      <h3>{held.tenancies}</h3>
      <Cards items={me.tenancies} id={(_, index) => index} none={held.none} label={held.tenancies}>
        {(tenancy) => (
          <>
            <strong>{placeLine(language, tenancy)}</strong>
            <Told fact={tenancy} />
          </>
        )}
      </Cards>
      <h3>{held.employments}</h3>
      <Cards items={me.employments} id={(_, index) => index} none={held.none} label={held.employments}>
        {(work) => (
          <>
            <strong>{work.workplace?.employerName ?? work.workplace?.name}</strong>
            <span>{series(language, [work.workplace?.name, addressLine(language, work.workplace?.address)])}</span>
            <span>{say("ContractKind", work.contract)}</span>
            <Told fact={work} />
          </>
        )}
      </Cards>
      <h3>{held.household}</h3>
      {me.household?.validFrom && <p>{held.since(day(language, me.household.validFrom))}</p>}
      <Cards items={me.household?.members} id={(_, index) => index} none={held.none} label={held.household}>
        {(member) => (
          <>
            <strong>{member.name?.full}</strong>
            {member.birthDate && <span>{held.born(day(language, member.birthDate))}</span>}
          </>
        )}
      </Cards>
      <h3>{held.contacts}</h3>
      <Cards items={me.declaredContacts} id={(_, index) => index} none={held.none} label={held.contacts}>
        {(contact) => (
          <>
            <strong>{contact.name}</strong>
            <span>{series(language, [relationInWords(language, contact.relation), contact.means])}</span>
            <small>
              {contact.isConfirmed ? held.contactConfirmed : held.contactDeclared}
              {contact.validFrom ? `${comma(language)}${held.since(day(language, contact.validFrom))}` : ""}
            </small>
          </>
        )}
      </Cards>
    </>
  );
}

type HomeFact = NonNullable<Me["residences"]>[number];

function Home({ home }: { home: HomeFact }): ReactNode {
  const { language } = useWords();
  const say = useSay();
  return (
    <>
      <strong>{placeLine(language, home)}</strong>
      <span>{say("ResidenceRole", home.role)}</span>
      <Told fact={home} />
    </>
  );
}

/** Where a fact came from, where it stands, its days, and since when the register says so. */
function Told({ fact }: { fact: Fact }) {
  const words = useRecordWords();
  const { language } = useWords();
  const { held } = words;
  const office = useOfficeName(fact.recordedBy);
  const days =
    fact.validFrom &&
    (fact.validTo
      ? held.span(day(language, fact.validFrom), day(language, fact.validTo))
      : held.since(day(language, fact.validFrom)));
  return (
    <>
      {days && <span>{days}</span>}
      {fact.source && (
        <small>{held.told(held.sources[fact.source] ?? fact.source, held.states[fact.state ?? ""] ?? "")}</small>
      )}
      {fact.recordedFrom && (
        <small>
          {held.recorded(instant(language, fact.recordedFrom), office)}
          {fact.recordedTo ? `${comma(language)}${held.recordedUntil(instant(language, fact.recordedTo))}` : ""}
          {(fact.version ?? 1) > 1 ? `${comma(language)}${held.version(fact.version ?? 1)}` : ""}
        </small>
      )}
    </>
  );
}

type Group = "DECLARED_CONTACTS" | "PERSON_MEANS_OF_CONTACT";

/** What is kept because its resident wanted it goes when they want it. */
function Erasing() {
  const words = useRecordWords();
  const writing = useWrite();
  const groups: Group[] = ["DECLARED_CONTACTS", "PERSON_MEANS_OF_CONTACT"];
  return (
    <section aria-labelledby="erase">
      <h2 id="erase">{words.erase.title}</h2>
      <p>{words.erase.text}</p>
      {groups.map((group) => (
        <Act
          key={group}
          title={words.erase.groups[group]}
          text={words.erase.final}
          send={words.erase.send}
          writing={writing}
          onSend={() => void writing.write(EraseConsented, { groups: [group] }, { forget: "held" })}
        />
      ))}
    </section>
  );
}
