// What a resident allowed: every consent there ever was, taken back by one press; and what offices ask to see of a protected address.
import { useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import { Link } from "wouter";
import type { ResultOf } from "../../api/schema.ts";
import { Sentences, Ticks } from "../../shell/fields.tsx";
import { saveFile } from "../../shell/work.ts";
import { Written } from "../../shell/written.tsx";
import { useSay } from "../../words/enumerations.ts";
import { comma, day, instant, series } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import { useActing } from "./acting.tsx";
import { Act, Cards, Facts, Paged, Part, Press, Row, Section, useNames, useWrite } from "./parts.tsx";
import { AnswerDisclosure, Consents, Protect, Protection, Revoke } from "./questions.ts";
import styles from "./record.module.css";
import { useRecordWords } from "./words.ts";

export type Permission = "HISTORY" | "DECLARED_CONTACTS";
type Consent = NonNullable<NonNullable<ResultOf<typeof Consents>["me"]>["consents"]>["nodes"][number];

export function Allowed() {
  const words = useRecordWords();
  const { of } = useActing();
  return (
    <>
      <Part id="consents" title={words.consents.title} text={words.consents.text}>
        <Paged
          id="consents"
          document={Consents}
          connection={({ me }) => me?.consents}
          none={words.consents.none}
          more={words.consents.more}
          itemId={(consent) => consent.id}
        >
          {(consent) => <OneConsent consent={consent} />}
        </Paged>
      </Part>
      <p>
        {words.grant.where} <Link href="/record/cases">{words.pages.cases}</Link>
      </p>
      {of === null && <Protecting />}
    </>
  );
}

function OneConsent({ consent }: { consent: Consent }) {
  const words = useRecordWords();
  const names = useNames();
  const { language } = useWords();
  const say = useSay();
  const writing = useWrite();
  const text = either(language, consent.inWords?.[0], consent.inWords?.[1]) || consent.purposeText;
  const permissions = (list: readonly string[] | null) =>
    series(
      language,
      (list ?? []).map((each) => words.permissions[each]),
    );
  return (
    <>
      <strong>{consent.officeName}</strong>
      <span>{text}</span>
      <span>
        {words.consents.state[consent.state ?? ""] ?? consent.state}
        {consent.validTo ? `${comma(language)}${words.consents.until(day(language, consent.validTo))}` : ""}
      </span>
      {consent.state === "IN_FORCE" && (
        <Press
          name={words.consents.revoke}
          about={`${consent.officeName ?? ""} ${permissions(consent.permissions)}`}
          writing={writing}
          onPress={() => void writing.write(Revoke, { id: consent.id ?? "" }, { forget: "consents" })}
        />
      )}
      <Disclosure>
        <Heading level={3}>
          <Button slot="trigger">{words.details}</Button>
        </Heading>
        <DisclosurePanel>
          <Facts>
            <Row name={words.consents.covers}>{permissions(consent.permissions)}</Row>
            <Row name={words.consents.notCovered}>{permissions(consent.notCovered)}</Row>
            <Row name={words.consents.controller}>{names.department(consent.client)}</Row>
            <Row name={words.consents.case}>{consent.case}</Row>
            <Row name={words.consents.how}>{say("CaseProof", consent.how)}</Row>
            <Row name={words.consents.given}>{consent.givenAt && instant(language, consent.givenAt)}</Row>
            <Row name={words.consents.revokedAt}>{consent.revokedAt && instant(language, consent.revokedAt)}</Row>
          </Facts>
          {consent.receipt && (
            <Button onPress={() => saveFile("consent-receipt.json", "application/json", consent.receipt ?? "")}>
              {words.consents.receipt}
            </Button>
          )}
        </DisclosurePanel>
      </Disclosure>
    </>
  );
}

/** What is allowed beyond today's facts, each by itself. */
export function Permissions(props: { chosen: Permission[]; onChange: (chosen: Permission[]) => void }) {
  const words = useRecordWords();
  const ids: Permission[] = ["HISTORY", "DECLARED_CONTACTS"];
  const options = ids.map((id) => ({ id, name: words.permissions[id] ?? id }));
  return <Ticks label={words.permissionsLabel} options={options} chosen={props.chosen} onChoose={props.onChange} />;
}

function Protecting() {
  const words = useRecordWords();
  const { language } = useWords();
  const writing = useWrite();
  const [reason, setReason] = useState("");
  return (
    <Section
      id="protection"
      title={words.protection.title}
      text={words.protection.text}
      document={Protection}
      variables={{}}
    >
      {({ me }) => (
        <>
          <p>{me?.isProtected ? words.protection.is : words.protection.isNot}</p>
          {me?.isProtected && (
            <>
              <p>{words.protection.toEnd}</p>
              <p>
                <Link to="/record/cases">{words.protection.makeCode}</Link>
              </p>
            </>
          )}
          <Cards
            items={me?.protections}
            id={(each) => each.since}
            none={me?.isProtected ? words.protection.before : words.protection.never}
          >
            {(each) => (
              <>
                <span>
                  {each.since && words.protection.since(instant(language, each.since))}
                  {each.until ? `${comma(language)}${words.protection.until(instant(language, each.until))}` : ""}
                </span>
                <span>{each.reason}</span>
              </>
            )}
          </Cards>
          {!me?.isProtected && (
            <Act
              title={words.protection.protect}
              text={words.protection.protectText}
              send={words.protection.protect}
              writing={writing}
              onSend={() => void writing.write(Protect, { reason: reason.trim() || null }, { forget: "protection" })}
            >
              <Sentences label={words.protection.reason} value={reason} onChange={setReason} />
            </Act>
          )}
          <h3>{words.disclosures.title}</h3>
          <p>{words.disclosures.text}</p>
          <Cards
            items={me?.disclosures}
            id={(each, index) => `${each.case} ${index}`}
            none={words.disclosures.none}
            label={words.disclosures.title}
          >
            {(each) => <OneDisclosure disclosure={each} />}
          </Cards>
        </>
      )}
    </Section>
  );
}

type Disclosed = NonNullable<NonNullable<ResultOf<typeof Protection>["me"]>["disclosures"]>[number];

function OneDisclosure({ disclosure }: { disclosure: Disclosed }) {
  const words = useRecordWords();
  const { language } = useWords();
  const writing = useWrite();
  const answer = (allow: boolean) => {
    const input = { case: disclosure.case ?? "", allow };
    void writing.write(AnswerDisclosure, { input }, { forget: "protection" });
  };
  const state = disclosure.endedAt
    ? words.disclosures.ended
    : disclosure.isAllowed
      ? words.disclosures.allowed
      : disclosure.answeredAt
        ? words.disclosures.refused
        : words.disclosures.open;
  return (
    <>
      <strong>{disclosure.officeName}</strong>
      <Written text={disclosure.reason} />
      <span>
        {disclosure.askedAt && instant(language, disclosure.askedAt)} {state}
      </span>
      {!disclosure.endedAt && (
        <div className={styles["ways"]}>
          {!disclosure.isAllowed && (
            <Button isDisabled={writing.isBusy} onPress={() => answer(true)}>
              {words.disclosures.allow}
            </Button>
          )}
          <Press
            name={disclosure.isAllowed ? words.disclosures.takeBack : words.disclosures.refuse}
            writing={writing}
            onPress={() => answer(false)}
          />
        </div>
      )}
    </>
  );
}
