// What the holder of a person's case can do with it: each behind a heading that opens, each confirmed by its own button.

import type { TadaDocumentNode } from "gql.tada";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading, Input, Label, TextArea, TextField } from "react-aria-components";
import { purposeOf } from "../../api/policy.ts";
import type { VariablesOf } from "../../api/schema.ts";
import { Choice } from "../../shell/choice.tsx";
import { useWork } from "../../shell/work.ts";
import { useSay } from "../../words/enumerations.ts";
import { timeOfDay } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import { CloseCase, NameDeputy, RefuseCase, RequestDisclosure, RequestTransfer } from "./acts.ts";
import styles from "./case.module.css";
import { useCase } from "./choosing.tsx";
import type { Head } from "./opened.tsx";
import { CaseFailure } from "./section.tsx";
import { useRecordedAsk } from "./visit.ts";
import { useCaseWords } from "./words.ts";

type Done = (said: string) => void;
type Deed = { head: Head; onDone: Done };
type Rule = VariablesOf<typeof RefuseCase>["input"]["rule"];

const RULES: readonly Rule[] = ["CONDITIONS_NOT_MET", "EVIDENCE_MISSING", "OFFICE_NOT_COMPETENT", "DECIDED_BEFORE"];
const REASON_CHARACTERS_MAX = 1000;

export function Acts({ head, onDone }: Deed) {
  const words = useCaseWords();
  const isAttested = head.proof === "OFFICER_ATTESTED";
  const mayDisclose = purposeOf(head.purpose)?.mayDisclose ?? false;
  return (
    <section aria-labelledby="acts" className={styles["acts"]}>
      <h3 id="acts">{words.acts.title}</h3>
      <Deputy head={head} onDone={onDone} />
      {!isAttested && <Transfer head={head} onDone={onDone} />}
      {!isAttested && mayDisclose && <Asking head={head} onDone={onDone} />}
      {isAttested && <p>{words.acts.attested}</p>}
      <Refusal head={head} onDone={onDone} />
      <Closing head={head} onDone={onDone} />
    </section>
  );
}

function Deputy({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [officer, setOfficer] = useState("");
  const write = useWrite(words.acts.deputy, onDone);
  const send = () =>
    write("NameDeputy", head, NameDeputy, { input: { case: head.number, officer: officer.trim() || null } });
  return (
    <Act title={words.acts.deputy} text={words.acts.deputyText} onSend={send}>
      <Line label={words.acts.officer} value={officer} onChange={setOfficer} />
      <p>{words.acts.deputyEmpty}</p>
    </Act>
  );
}

function Transfer({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [office, setOffice] = useState("");
  const [officer, setOfficer] = useState("");
  const write = useWrite(words.acts.transfer, onDone);
  const send = () =>
    write("RequestTransfer", head, RequestTransfer, {
      input: { case: head.number, office: office.trim() || null, officer: officer.trim() || null },
    });
  return (
    <Act title={words.acts.transfer} text={words.acts.transferText} onSend={send}>
      <Line label={words.acts.office} value={office} onChange={setOffice} />
      <Line label={words.acts.officer} value={officer} onChange={setOfficer} />
    </Act>
  );
}

function Asking({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [reason, setReason] = useState("");
  const write = useWrite(words.acts.disclosure, onDone);
  const send = () => write("RequestDisclosure", head, RequestDisclosure, { input: { case: head.number, reason } });
  return (
    <Act title={words.acts.disclosure} text={words.acts.disclosureText} onSend={send}>
      <Text label={words.acts.reason} value={reason} onChange={setReason} />
    </Act>
  );
}

function Refusal({ head, onDone }: Deed) {
  const words = useCaseWords();
  const say = useSay();
  const use = useCase();
  const [rule, setRule] = useState<Rule>("CONDITIONS_NOT_MET");
  const [provision, setProvision] = useState("");
  const [reason, setReason] = useState("");
  const write = useWrite(words.acts.refuse, onDone);
  const send = async () => {
    await write("RefuseCase", head, RefuseCase, { input: { case: head.number, rule, provision, reason } });
    await use(null);
  };
  const rules = RULES.map((id) => ({ id, name: say("RefusalRule", id) }));
  return (
    <Act title={words.acts.refuse} text={words.acts.refuseText} onSend={send}>
      <Choice label={words.acts.rule} options={rules} chosen={rule} onChoose={setRule} />
      <Line label={words.acts.provision} value={provision} onChange={setProvision} isRequired />
      <Text label={words.acts.reason} value={reason} onChange={setReason} />
    </Act>
  );
}

function Closing({ head, onDone }: Deed) {
  const words = useCaseWords();
  const use = useCase();
  const write = useWrite(words.acts.close, onDone);
  const send = async () => {
    await write("CloseCase", head, CloseCase, { case: head.number });
    await use(null);
  };
  return <Act title={words.acts.close} text={words.acts.closeText} onSend={send} send={words.acts.confirm} />;
}

/** One act: its heading opens the form. */
function Act(props: { title: string; text: string; send?: string; onSend: () => Promise<void>; children?: ReactNode }) {
  const words = useCaseWords();
  const { isBusy, failure, run } = useWork();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(props.onSend);
  };
  return (
    <Disclosure className={styles["act"] ?? ""}>
      <Heading level={4}>
        <Button slot="trigger">{props.title}</Button>
      </Heading>
      <DisclosurePanel>
        <form onSubmit={submit} className="form" autoComplete="off">
          <p>{props.text}</p>
          {props.children}
          <Button type="submit" isDisabled={isBusy} className="primary">
            {props.send ?? words.acts.send}
          </Button>
          {failure !== null && <CaseFailure error={failure} />}
        </form>
      </DisclosurePanel>
    </Disclosure>
  );
}

type Lined = { label: string; value: string; onChange: (value: string) => void; isRequired?: boolean };

function Line({ label, ...field }: Lined) {
  return (
    <TextField {...field} autoComplete="off">
      <Label>{label}</Label>
      <Input spellCheck="false" maxLength={200} />
    </TextField>
  );
}

function Text({ label, ...field }: Lined) {
  return (
    <TextField {...field} isRequired autoComplete="off" className={styles["wide"] ?? ""}>
      <Label>{label}</Label>
      <TextArea rows={4} maxLength={REASON_CHARACTERS_MAX} />
    </TextField>
  );
}

/** Writes one act, and says when it was done. */
function useWrite(title: string, onDone: Done) {
  const ask = useRecordedAsk();
  const words = useCaseWords();
  const { language } = useWords();
  return async <Data, Variables>(
    operation: string,
    head: Head,
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
  ) => {
    await ask({ operation, case: head.number, isWrite: true }, document, variables);
    onDone(words.acts.done(title, timeOfDay(language, new Date().toISOString())));
  };
}
