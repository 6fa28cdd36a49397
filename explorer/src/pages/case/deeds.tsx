// What the holder of a person's case can do with it: each behind a heading that opens, each confirmed by its own button.
import { useState } from "react";
import { purposeOf } from "../../api/policy.ts";
import { Line, Sentences } from "../../shell/fields.tsx";
import { OfficeChoice } from "../../shell/office-choice.tsx";
import { useSignedIn } from "../../shell/session.tsx";
import { Act, type Deed, tell, useWrite } from "./act.tsx";
import { CloseCase, NameDeputy, RequestDisclosure, RequestTransfer } from "./acts.ts";
import styles from "./case.module.css";
import { useCase } from "./choosing.tsx";
import { LINKING_KINDS, Linking } from "./linking.tsx";
import { isAnswered, Refusal } from "./refusing.tsx";
import { Cards, LetterCode, RevokedConsent } from "./rights.tsx";
import { useCaseWords } from "./words.ts";

const SUBJECT_CHARACTERS_MAX = 255; // of a `sub`: OpenID Connect Core 1.0, section 2
const PROVED_AT_A_COUNTER = new Set(["ONE_TIME_CODE", "RECEIPT_CARD", "PASSKEY"]);

export function Acts({ head, onDone }: Deed) {
  const words = useCaseWords();
  const isAttested = head.proof === "OFFICER_ATTESTED";
  const isProved = PROVED_AT_A_COUNTER.has(head.proof);
  const mayDisclose = purposeOf(head.purpose)?.mayDisclose ?? false;
  const isRefusable = !isAnswered(head.kind) && !head.appeal;
  const use = useCase();
  return (
    <section aria-labelledby="acts" className={styles["acts"]}>
      <h3 id="acts">{words.acts.title}</h3>
      <Deputy head={head} onDone={onDone} />
      {!isAttested && <Transfer head={head} onDone={onDone} />}
      {!isAttested && mayDisclose && <Asking head={head} onDone={onDone} />}
      {isAttested && <p>{words.acts.attested}</p>}
      {isAttested && <LetterCode head={head} onDone={onDone} />}
      {isProved && <Cards head={head} onDone={onDone} />}
      {isProved && LINKING_KINDS.has(head.kind) && <Linking head={head} onDone={onDone} />}
      {isProved && <RevokedConsent head={head} onDone={onDone} />}
      {isRefusable && <Refusal number={head.number} onDone={onDone} onRefused={() => use(null)} />}
      <Closing head={head} onDone={onDone} />
    </section>
  );
}

function Deputy({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [officer, setOfficer] = useState("");
  const write = useWrite((said) => said.acts.deputy, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, officer: officer.trim() || null };
    await write("NameDeputy", head.number, NameDeputy, { input }, signal);
    const named = officer.trim();
    return tell((said) => (named ? said.acts.deputyNamed(named) : said.acts.deputyNone));
  };
  return (
    <Act title={words.acts.deputy} text={words.acts.deputyText} onSend={send}>
      <Line label={words.acts.officer} value={officer} onChange={setOfficer} most={SUBJECT_CHARACTERS_MAX} />
      <p>{words.acts.deputyEmpty}</p>
    </Act>
  );
}

function Transfer({ head, onDone }: Deed) {
  const words = useCaseWords();
  const { client } = useSignedIn();
  const [office, setOffice] = useState<string | null>(null);
  const [officer, setOfficer] = useState("");
  const write = useWrite((said) => said.acts.transfer, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, office, officer: officer.trim() || null };
    await write("RequestTransfer", head.number, RequestTransfer, { input }, signal);
    return tell((said) => said.acts.transferAsked);
  };
  return (
    <Act title={words.acts.transfer} text={words.acts.transferText} onSend={send}>
      <OfficeChoice label={words.acts.office} department={client} onChoose={setOffice} />
      <Line label={words.acts.officer} value={officer} onChange={setOfficer} most={SUBJECT_CHARACTERS_MAX} />
    </Act>
  );
}

function Asking({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [reason, setReason] = useState("");
  const write = useWrite((said) => said.acts.disclosure, onDone);
  const send = async (signal: AbortSignal) => {
    await write("RequestDisclosure", head.number, RequestDisclosure, { input: { case: head.number, reason } }, signal);
    return tell((said) => said.acts.disclosureAsked);
  };
  return (
    <Act title={words.acts.disclosure} text={words.acts.disclosureText} onSend={send}>
      <Sentences label={words.acts.reason} value={reason} onChange={setReason} isRequired />
    </Act>
  );
}

function Closing({ head, onDone }: Deed) {
  const words = useCaseWords();
  const use = useCase();
  const write = useWrite((said) => said.acts.close, onDone, null);
  const send = async (signal: AbortSignal) => {
    await write("CloseCase", head.number, CloseCase, { case: head.number }, signal);
    await use(null);
    return null;
  };
  return <Act title={words.acts.close} text={words.acts.closeText} onSend={send} send={words.acts.confirm} />;
}
