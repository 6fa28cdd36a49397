// Refusing a case, held or waiting: a rule of the closed list, the provision, and why in words for the resident.
import { useState } from "react";
import { PROVISION_CHARACTERS_MAX } from "../../api/limits.ts";
import type { VariablesOf } from "../../api/schema.ts";
import { Choice } from "../../shell/choice.tsx";
import { Line, Sentences } from "../../shell/fields.tsx";
import { useSay } from "../../words/enumerations.ts";
import { Act, type Done, useWrite } from "./act.tsx";
import { RefuseCase } from "./acts.ts";
import { useCaseWords } from "./words.ts";

type Rule = VariablesOf<typeof RefuseCase>["input"]["rule"];

const RULES: readonly Rule[] = ["CONDITIONS_NOT_MET", "EVIDENCE_MISSING", "OFFICE_NOT_COMPETENT", "DECIDED_BEFORE"];
const ANSWERED = new Set(["OBJECTION", "DATA_RIGHTS"]);

/** Whether cases of this kind are answered and so never refused, as an appeal is not. */
export function isAnswered(kind: string): boolean {
  return ANSWERED.has(kind);
}

/** Closes the case. `isNamed` puts its number into the heading, where several stand in a list. */
export function Refusal(props: { number: string; isNamed?: boolean; onDone: Done; onRefused: () => Promise<unknown> }) {
  const { number } = props;
  const words = useCaseWords();
  const say = useSay();
  const [rule, setRule] = useState<Rule>("CONDITIONS_NOT_MET");
  const [provision, setProvision] = useState("");
  const [reason, setReason] = useState("");
  const title = props.isNamed ? words.waiting.refuse(number) : words.acts.refuse;
  const write = useWrite(
    (said) => (props.isNamed ? said.waiting.refuse(number) : said.acts.refuse),
    props.onDone,
    null,
  );
  const send = async (signal: AbortSignal) => {
    await write("RefuseCase", number, RefuseCase, { input: { case: number, rule, provision, reason } }, signal);
    await props.onRefused();
    return null;
  };
  const rules = RULES.map((id) => ({ id, name: say("RefusalRule", id) }));
  return (
    <Act title={title} text={words.acts.refuseText} onSend={send}>
      <Choice label={words.acts.rule} options={rules} chosen={rule} onChoose={setRule} />
      <Line
        label={words.acts.provision}
        value={provision}
        onChange={setProvision}
        most={PROVISION_CHARACTERS_MAX}
        isRequired
      />
      <Sentences label={words.acts.reason} value={reason} onChange={setReason} isRequired />
    </Act>
  );
}
