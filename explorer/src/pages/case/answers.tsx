// What an office answers: the data-protection office an objection, a superior office an appeal. Each is given once.
import { useState } from "react";
import { purposeOf } from "../../api/policy.ts";
import type { VariablesOf } from "../../api/schema.ts";
import { Choice } from "../../shell/choice.tsx";
import { Sentences } from "../../shell/fields.tsx";
import { OfficeName } from "../../shell/office-name.tsx";
import { useSaid, useSay } from "../../words/enumerations.ts";
import { instant, series } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import { basisInWords } from "../../words/policy.ts";
import { Act, type Deed, tell, useWrite } from "./act.tsx";
import { AnswerAppeal, AnswerObjection } from "./acts.ts";
import styles from "./case.module.css";
import { CaseAppeal, CaseObjection } from "./questions.ts";
import { Row, Section } from "./section.tsx";
import { useCaseWords } from "./words.ts";

type Outcome = VariablesOf<typeof AnswerObjection>["input"]["outcome"];

const OUTCOMES: readonly Outcome[] = ["UPHELD", "REJECTED"];

export function ObjectionOf({ head, onDone }: Deed) {
  const words = useCaseWords();
  const { language } = useWords();
  const say = useSay();
  const said = useSaid();
  const { number } = head;
  return (
    <Section
      operation="CaseObjection"
      number={number}
      document={CaseObjection}
      variables={{ number }}
      group="OBJECTION"
    >
      {({ case: found }) => {
        const objection = found?.objection;
        if (!objection) return <p>{words.objection.none}</p>;
        const { access } = objection;
        return (
          <>
            <dl className={styles["facts"]}>
              {objection.entry !== null && <Row name={words.objection.entry}>{objection.entry}</Row>}
              {objection.purpose && (
                <Row name={words.objection.purpose}>{purposeInWords(language, objection.purpose)}</Row>
              )}
              <Row name={words.objection.raised}>{objection.raisedAt && instant(language, objection.raisedAt)}</Row>
              <Row name={words.objection.due}>{objection.dueAt && instant(language, objection.dueAt)}</Row>
              <Row name={words.objection.reason}>{objection.reason}</Row>
              {objection.outcome && (
                <Row name={words.objection.outcome}>{say("ObjectionOutcome", objection.outcome)}</Row>
              )}
              {objection.answer && <Row name={words.objection.answer}>{objection.answer}</Row>}
            </dl>
            {access && (
              <section aria-labelledby="contested">
                <h3 id="contested">{words.objection.access}</h3>
                <dl className={styles["facts"]}>
                  <Row name={words.objection.at}>{access.at && instant(language, access.at)}</Row>
                  <Row name={words.objection.who}>
                    {either(language, access.department, access.departmentZh)} <OfficeName code={access.office} />
                  </Row>
                  {access.officer && (
                    <Row name={words.objection.officer}>
                      <code>{access.officer}</code>
                    </Row>
                  )}
                  <Row name={words.head.purpose}>{purposeInWords(language, access.purpose)}</Row>
                  {access.legalBasis && <Row name={words.basis.legal}>{basisInWords(language, access.legalBasis)}</Row>}
                  {access.case && <Row name={words.objection.inCase}>{access.case}</Row>}
                  <Row name={words.objection.what}>
                    {series(language, access.fieldGroups?.map((group) => said("FieldGroup", group)) ?? [])}
                  </Row>
                  {access.rule && (
                    <Row name={words.objection.rule}>
                      <code>{access.rule}</code>
                    </Row>
                  )}
                </dl>
              </section>
            )}
            {!objection.answeredAt && <ObjectionAnswer head={head} onDone={onDone} />}
          </>
        );
      }}
    </Section>
  );
}

function ObjectionAnswer({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [outcome, setOutcome] = useState<Outcome>("UPHELD");
  const [statement, setStatement] = useState("");
  const write = useWrite((said) => said.answering.objection, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, outcome, statement };
    await write("AnswerObjection", head.number, AnswerObjection, { input }, signal);
    return tell((said) => said.answering.given);
  };
  return (
    <Act title={words.answering.objection} text={words.answering.objectionText} onSend={send}>
      <Answer outcome={outcome} onOutcome={setOutcome} statement={statement} onStatement={setStatement} />
    </Act>
  );
}

export function AppealOf({ head, onDone }: Deed) {
  const words = useCaseWords();
  const { language } = useWords();
  const say = useSay();
  const { number } = head;
  return (
    <Section operation="CaseAppeal" number={number} document={CaseAppeal} variables={{ number }} group="CASE">
      {({ case: found }) => {
        const appeal = found?.appeal;
        if (!appeal) return <p>{words.appeal.none}</p>;
        const { refusal } = appeal;
        return (
          <>
            <dl className={styles["facts"]}>
              <Row name={words.appeal.against}>{refusal.case}</Row>
              <Row name={words.appeal.refusedBy}>{refusal.office.name}</Row>
              <Row name={words.appeal.refusedAt}>{instant(language, refusal.refusedAt)}</Row>
              <Row name={words.acts.rule}>{say("RefusalRule", refusal.rule)}</Row>
              <Row name={words.acts.provision}>{refusal.provision}</Row>
              <Row name={words.appeal.refusalReason}>{refusal.reason}</Row>
              <Row name={words.objection.raised}>{instant(language, appeal.raisedAt)}</Row>
              <Row name={words.objection.due}>{instant(language, appeal.dueAt)}</Row>
              <Row name={words.objection.reason}>{appeal.reason}</Row>
              {appeal.outcome && <Row name={words.objection.outcome}>{say("ObjectionOutcome", appeal.outcome)}</Row>}
              {appeal.statement && <Row name={words.objection.answer}>{appeal.statement}</Row>}
            </dl>
            {!appeal.answeredAt && <AppealAnswer head={head} onDone={onDone} />}
          </>
        );
      }}
    </Section>
  );
}

function AppealAnswer({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [outcome, setOutcome] = useState<Outcome>("UPHELD");
  const [statement, setStatement] = useState("");
  const write = useWrite((said) => said.answering.appeal, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, outcome, statement };
    await write("AnswerAppeal", head.number, AnswerAppeal, { input }, signal);
    return tell((said) => said.answering.given);
  };
  return (
    <Act title={words.answering.appeal} text={words.answering.appealText} onSend={send}>
      <Answer outcome={outcome} onOutcome={setOutcome} statement={statement} onStatement={setStatement} />
    </Act>
  );
}

function Answer(props: {
  outcome: Outcome;
  onOutcome: (outcome: Outcome) => void;
  statement: string;
  onStatement: (statement: string) => void;
}) {
  const words = useCaseWords();
  const say = useSay();
  const options = OUTCOMES.map((id) => ({ id, name: say("ObjectionOutcome", id) }));
  return (
    <>
      <Choice label={words.objection.outcome} options={options} chosen={props.outcome} onChoose={props.onOutcome} />
      <Sentences label={words.acts.reason} value={props.statement} onChange={props.onStatement} isRequired />
    </>
  );
}

function purposeInWords(language: "en" | "zh", id: string | null): string {
  const purpose = purposeOf(id);
  return either(language, purpose?.description ?? id, purpose?.descriptionZh);
}
