// A resident's rights over the processing of their data: what is done at all, restrict it, block a department, object, appeal.
import type { TadaDocumentNode } from "gql.tada";
import { useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import type { ResultOf } from "../../api/schema.ts";
import { useAnswer } from "../../shell/ask.ts";
import { Choice } from "../../shell/choice.tsx";
import { Sentences } from "../../shell/fields.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import { Written } from "../../shell/written.tsx";
import { useSay } from "../../words/enumerations.ts";
import { comma, day, instant, series } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import { basisInWords } from "../../words/policy.ts";
import { Act, Authority, Cards, Facts, Paged, Part, Press, Row, Section, useNames, useWrite } from "./parts.tsx";
import {
  Block,
  Lift,
  ObjectToProcessing,
  Processing,
  RaiseAppeal,
  Recipients,
  Restrict,
  Rights,
  Unblock,
} from "./questions.ts";
import styles from "./record.module.css";
import { useRecordWords } from "./words.ts";

type Me = NonNullable<ResultOf<typeof Rights>["me"]>;
type Notice = NonNullable<ResultOf<typeof Processing>["processing"]>;
type Activity = Notice["activities"][number];

export function RightsPage() {
  const words = useRecordWords();
  return (
    <>
      <Section id="rights" title={words.rights.title} text={words.rights.text} document={Rights} variables={{}}>
        {({ me }) => me && <Mine me={me} />}
      </Section>
      <Part id="recipients" title={words.recipients.title} text={words.recipients.text}>
        <Paged
          id="recipients"
          document={Recipients}
          connection={({ me }) => me?.recipients}
          none={words.recipients.none}
          more={words.recipients.more}
          itemId={(each) => each.office ?? each.client}
        >
          {(recipient) => <OneRecipient recipient={recipient} />}
        </Paged>
      </Part>
    </>
  );
}

function Mine({ me }: { me: Me }) {
  const words = useRecordWords();
  const names = useNames();
  return (
    <>
      <h3>{words.refusals.title}</h3>
      <Cards items={me.refusals} id={(each) => each.id} none={words.refusals.none} label={words.refusals.title}>
        {(refusal) => <OneRefusal refusal={refusal} />}
      </Cards>
      <h3>{words.objections.title}</h3>
      <Cards items={me.objections} id={(each) => each.case} none={words.objections.none} label={words.objections.title}>
        {(objection) => <ObjectionFacts objection={objection} />}
      </Cards>
      <h3>{words.restrict.title}</h3>
      <Cards items={me.restrictions} id={(each) => each.id} none={words.restrict.none} label={words.restrict.title}>
        {(each) => (
          <OneLimit
            name={names.purpose(each.purpose)}
            text={each.reason}
            setAt={each.setAt}
            liftedAt={each.liftedAt}
            lift={words.restrict.lift}
            document={Lift}
            id={each.id ?? ""}
          />
        )}
      </Cards>
      <h3>{words.block.title}</h3>
      <Cards items={me.transferBlocks} id={(each) => each.id} none={words.block.none} label={words.block.title}>
        {(each) => (
          <OneLimit
            name={names.department(each.client)}
            setAt={each.setAt}
            liftedAt={each.liftedAt}
            lift={words.block.lift}
            document={Unblock}
            id={each.id ?? ""}
          />
        )}
      </Cards>
      <Exercising />
      {me.supervisoryAuthority && (
        <p>
          {words.authorityText}{" "}
          <span translate="no">{`${me.supervisoryAuthority.name} ${me.supervisoryAuthority.url}`}</span>
        </p>
      )}
    </>
  );
}

type Limit = {
  name: string;
  text?: string | null;
  setAt: string | null;
  liftedAt: string | null;
  lift: string;
  document: TadaDocumentNode<unknown, { for?: string | null; id: string }>;
  id: string;
};

/** A restriction or a block: since when, and lifted by one press. */
function OneLimit(props: Limit) {
  const words = useRecordWords();
  const { language } = useWords();
  const writing = useWrite();
  return (
    <>
      <strong>{props.name}</strong>
      <Written text={props.text} />
      <span>
        {props.setAt && words.rights.setAt(instant(language, props.setAt))}
        {props.liftedAt ? `${comma(language)}${words.rights.liftedAt(instant(language, props.liftedAt))}` : ""}
      </span>
      {!props.liftedAt && (
        <Press
          name={props.lift}
          about={props.name}
          writing={writing}
          onPress={() => void writing.write(props.document, { id: props.id }, { forget: "rights" })}
        />
      )}
    </>
  );
}

export type ObjectionLike = {
  entry?: number | null;
  purpose?: string | null;
  raisedAt: string | null;
  dueAt: string | null;
  reason: string | null;
  answeredAt: string | null;
  outcome: string | null;
  answer: string | null;
  supervisoryAuthority?: { name: string; url: string } | null;
};

/** What was objected, by when it is answered, or the answer. */
export function ObjectionFacts({ objection }: { objection: ObjectionLike }) {
  const words = useRecordWords();
  const { language } = useWords();
  const { objections } = words;
  const names = useNames();
  const isAnswered = objection.outcome !== null;
  return (
    <Facts>
      <Row name={objections.entry}>{objection.entry}</Row>
      <Row name={objections.purpose}>{objection.purpose && names.purpose(objection.purpose)}</Row>
      <Row name={objections.raised}>{objection.raisedAt && instant(language, objection.raisedAt)}</Row>
      <Row name={objections.reason}>{objection.reason && <Written text={objection.reason} />}</Row>
      <Row name={objections.due}>{!isAnswered && objection.dueAt && day(language, objection.dueAt)}</Row>
      <Row name={objections.outcome}>{objection.outcome && objections.outcomes[objection.outcome]}</Row>
      <Row name={objections.answer}>{objection.answer && <Written text={objection.answer} />}</Row>
      <Row name={objections.answered}>{objection.answeredAt && instant(language, objection.answeredAt)}</Row>
      <Authority authority={objection.supervisoryAuthority} />
    </Facts>
  );
}

type Refusal = NonNullable<Me["refusals"]>[number];

function OneRefusal({ refusal }: { refusal: Refusal }) {
  const words = useRecordWords();
  const { language } = useWords();
  const say = useSay();
  const { refusals } = words;
  const writing = useWrite();
  const [reason, setReason] = useState("");
  const isOver = refusal.appealBy !== null && Date.parse(refusal.appealBy) <= Date.now();
  const send = () => {
    const input = { refusal: refusal.id ?? "", reason };
    void writing.write(RaiseAppeal, { input }, { forget: "rights" });
  };
  return (
    <>
      <strong>{refusal.office?.name}</strong>
      <Facts>
        <Row name={refusals.case}>{refusal.case}</Row>
        <Row name={refusals.rule}>{say("RefusalRule", refusal.rule)}</Row>
        <Row name={refusals.provision}>{refusal.provision && <Written text={refusal.provision} />}</Row>
        <Row name={refusals.reason}>{refusal.reason && <Written text={refusal.reason} />}</Row>
        <Row name={refusals.at}>{refusal.refusedAt && instant(language, refusal.refusedAt)}</Row>
        <Row name={refusals.appealBy}>
          {refusal.appealBy &&
            `${instant(language, refusal.appealBy)}${refusal.appealTo ? `${comma(language)}${refusal.appealTo.name}` : ""}`}
        </Row>
        <Authority authority={refusal.supervisoryAuthority} />
      </Facts>
      {refusal.appeal ? (
        <>
          <h4>{refusals.appeal}</h4>
          <ObjectionFacts objection={{ ...refusal.appeal, answer: refusal.appeal.statement }} />
        </>
      ) : isOver ? (
        <p>{refusals.over}</p>
      ) : (
        <Act title={refusals.raise} level={4} writing={writing} isReady={reason.trim() !== ""} onSend={send}>
          <Sentences label={refusals.why} value={reason} onChange={setReason} isRequired />
        </Act>
      )}
    </>
  );
}

/** What is done with such data at all; from it one restricts, blocks or objects. Asked once it is opened: it is about nobody. */
function Exercising() {
  const words = useRecordWords();
  const [isOpen, setOpen] = useState(false);
  const { data, error, refetch } = useAnswer({
    document: Processing,
    variables: {},
    key: ["processing"],
    isEnabled: isOpen,
  });
  const notice = data?.data.processing;
  return (
    <Disclosure onExpandedChange={setOpen} className={styles["act"] ?? ""}>
      <Heading level={3}>
        <Button slot="trigger">{words.processing.title}</Button>
      </Heading>
      <DisclosurePanel>
        <p>{words.processing.text}</p>
        {error ? <Failure error={error} onRetry={() => void refetch()} /> : isOpen && !data && <Loading />}
        {notice && <ByPurpose activities={notice.activities} />}
        {notice && <ByDepartment activities={notice.activities} />}
        {notice && <HowLong periods={notice.periods} />}
      </DisclosurePanel>
    </Disclosure>
  );
}

function ByPurpose({ activities }: { activities: Activity[] }) {
  const words = useRecordWords();
  const { language } = useWords();
  const [purpose, setPurpose] = useState<string | null>(null);
  const chosen = activities.filter((each) => each.purpose === purpose);
  const [first] = chosen;
  const options = [...new Map(activities.map((each) => [each.purpose, each])).values()].map((each) => ({
    id: each.purpose,
    name: either(language, each.purposeEn, each.purposeZh),
  }));
  const groups = (list: readonly string[]) =>
    series(
      language,
      list.map((group) => words.groups[group] ?? group),
    );
  return (
    <>
      <Choice
        label={words.processing.purpose}
        options={options}
        chosen={purpose}
        onChoose={setPurpose}
        placeholder={words.processing.choose}
      />
      {chosen.map((each) => (
        <Facts key={each.client}>
          <Row name={words.processing.who}>{either(language, each.recipient, each.recipientZh)}</Row>
          <Row name={words.processing.what}>{groups(each.fieldGroups)}</Row>
          <Row name={words.processing.onConsent}>{groups(each.fieldGroupsOnConsent)}</Row>
          <Row name={words.processing.basis}>{basisInWords(language, each.legalBasis)}</Row>
        </Facts>
      ))}
      {first && <AgainstPurpose key={first.purpose} activity={first} />}
    </>
  );
}

function AgainstPurpose({ activity }: { activity: Activity }) {
  const words = useRecordWords();
  const { language } = useWords();
  const restricting = useWrite();
  const objecting = useWrite();
  const [why, setWhy] = useState("");
  const [reason, setReason] = useState("");
  const { purpose } = activity;
  return (
    <>
      {activity.isRestrictable ? (
        <Act
          title={words.restrict.act}
          text={words.restrict.text}
          level={4}
          writing={restricting}
          isReady={why.trim() !== ""}
          onSend={() => void restricting.write(Restrict, { input: { purpose, reason: why } }, { forget: "rights" })}
        >
          <Sentences label={words.restrict.reason} value={why} onChange={setWhy} isRequired />
        </Act>
      ) : (
        <p>{either(language, activity.notRestrictedEn, activity.notRestrictedZh)}</p>
      )}
      {activity.isObjectable && (
        <Act
          title={words.objections.act}
          text={words.objections.text}
          level={4}
          writing={objecting}
          isReady={reason.trim() !== ""}
          onSend={() => void objecting.write(ObjectToProcessing, { input: { purpose, reason } }, { forget: "rights" })}
        >
          <Sentences label={words.objections.reason} value={reason} onChange={setReason} isRequired />
        </Act>
      )}
    </>
  );
}

function ByDepartment({ activities }: { activities: Activity[] }) {
  const words = useRecordWords();
  const { language } = useWords();
  const writing = useWrite();
  const [client, setClient] = useState<string | null>(null);
  const options = [...new Map(activities.map((each) => [each.client, each])).values()].map((each) => ({
    id: each.client,
    name: either(language, each.recipient, each.recipientZh),
  }));
  return (
    <Act
      title={words.block.act}
      text={words.block.text}
      level={4}
      writing={writing}
      isReady={client !== null}
      onSend={() => void writing.write(Block, { client: client ?? "" }, { forget: "rights" })}
    >
      <Choice
        label={words.block.department}
        options={options}
        chosen={client}
        onChoose={setClient}
        placeholder={words.processing.choose}
      />
    </Act>
  );
}

function HowLong({ periods }: { periods: Notice["periods"] }) {
  const words = useRecordWords();
  const { language } = useWords();
  return (
    <>
      <h4>{words.processing.periods}</h4>
      <Cards items={periods} id={(each) => each.descriptionEn} none="">
        {(each) => (
          <>
            <span>{either(language, each.descriptionEn, each.descriptionZh)}</span>
            <small>
              {words.processing.erased(either(language, each.erasedAfter, each.erasedAfterZh))}
              {each.lockedAfter
                ? `${comma(language)}${words.processing.locked(either(language, each.lockedAfter, each.lockedAfterZh))}`
                : ""}
            </small>
          </>
        )}
      </Cards>
    </>
  );
}

type Recipient = NonNullable<NonNullable<ResultOf<typeof Recipients>["me"]>["recipients"]>["nodes"][number];

function OneRecipient({ recipient }: { recipient: Recipient }) {
  const words = useRecordWords();
  const { language } = useWords();
  const groups = (list: readonly string[] | null) =>
    series(
      language,
      (list ?? []).map((group) => words.groups[group] ?? group),
    );
  const { recipients } = words;
  return (
    <>
      <strong>
        {series(language, [either(language, recipient.department, recipient.departmentZh), recipient.officeName])}
      </strong>
      <Facts>
        <Row name={recipients.what}>{groups(recipient.fieldGroups)}</Row>
        <Row name={recipients.when}>
          {recipient.firstAt &&
            recipient.lastAt &&
            `${instant(language, recipient.firstAt)} – ${instant(language, recipient.lastAt)}`}
        </Row>
        <Row name={recipients.changed}>{groups(recipient.changedSince)}</Row>
        <Row name={recipients.told}>
          {recipient.toldAt && `${groups(recipient.toldOf)}${comma(language)}${instant(language, recipient.toldAt)}`}
        </Row>
      </Facts>
    </>
  );
}
