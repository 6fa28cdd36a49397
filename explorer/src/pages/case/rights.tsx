// What a resident without a sign-in has done at the counter, by the clerk's hand: their rights over their data, their card, their
// consents. The clerk reads nothing of the record by it.
import { useState } from "react";
import { CASE_NUMBER_CHARACTERS_MAX } from "../../api/limits.ts";
import type { VariablesOf } from "../../api/schema.ts";
import { Choice } from "../../shell/choice.tsx";
import { Count, Line, Sentences, Ticks } from "../../shell/fields.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import { useSaid } from "../../words/enumerations.ts";
import { either, useWords } from "../../words/index.tsx";
import { Act, type Deed, tell, useWrite } from "./act.tsx";
import {
  AnswerDisclosureAtCounter,
  AppealAtCounter,
  BlockTransferAtCounter,
  EndProtectionAtCounter,
  EraseConsentedAtCounter,
  IssueReceiptCard,
  LiftRestrictionAtCounter,
  ObjectToAccessAtCounter,
  ObjectToProcessingAtCounter,
  ProtectAddressAtCounter,
  RequestLetterCode,
  RestrictProcessingAtCounter,
  RevokeConsentAtCounter,
  RevokeReceiptCard,
  UnblockTransferAtCounter,
} from "./acts.ts";
import styles from "./case.module.css";
import { Print } from "./printing.tsx";
import { Processing } from "./questions.ts";
import { useSection } from "./visit.ts";
import { useCaseWords } from "./words.ts";

type Permission = VariablesOf<typeof RevokeConsentAtCounter>["input"]["permissions"][number];
type Group = VariablesOf<typeof EraseConsentedAtCounter>["input"]["groups"][number];
type Option = { id: string; name: string };

const PERMISSIONS: readonly Permission[] = ["HISTORY", "DECLARED_CONTACTS"];
const ON_CONSENT: readonly Group[] = ["DECLARED_CONTACTS", "PERSON_MEANS_OF_CONTACT"];

/** All rights, in a case that serves them. Without the resident's proof their address can be protected, and no more. */
export function Rights({ head, onDone }: Deed) {
  const words = useCaseWords();
  const known = useProcessing();
  const deed = { head, onDone };
  if (head.proof === "OFFICER_ATTESTED") {
    return (
      <div className={styles["acts"]}>
        <p>{words.rights.attested}</p>
        <Protection {...deed} />
      </div>
    );
  }
  if (known.error) return <Failure error={known.error} onRetry={known.retry} />;
  if (!known.activities) return <Loading />;
  const { restrictable, objectable, departments } = known.activities;
  return (
    <div className={styles["acts"]}>
      <p>{words.rights.lead}</p>
      <Print {...deed} />
      <ObjectionToAccess {...deed} />
      <ObjectionToProcessing {...deed} purposes={objectable} />
      <Restriction {...deed} purposes={restrictable} />
      <Lifting {...deed} purposes={restrictable} />
      <Block {...deed} departments={departments} isLifted={false} />
      <Block {...deed} departments={departments} isLifted />
      <Appealing {...deed} />
      <Erasure {...deed} />
      <Protection {...deed} />
      <EndOfProtection {...deed} />
      <AnswerToOffice {...deed} />
    </div>
  );
}

/** What is done with data, by purpose and department: the same for everybody, and on nobody's log. */
function useProcessing() {
  const { language } = useWords();
  const result = useSection({ operation: "Processing", number: null, document: Processing, variables: {} });
  const listed = result.data?.data.processing?.activities;
  const purposes = (ok: (item: NonNullable<typeof listed>[number]) => boolean) =>
    once(
      (listed ?? [])
        .filter(ok)
        .map((item) => ({ id: item.purpose, name: either(language, item.purposeEn, item.purposeZh) })),
    );
  return {
    error: result.error,
    retry: () => void result.refetch(),
    activities: listed && {
      restrictable: purposes((item) => item.isRestrictable),
      objectable: purposes((item) => item.isObjectable),
      departments: once(
        listed.map((item) => ({ id: item.client, name: either(language, item.recipient, item.recipientZh) })),
      ),
    },
  };
}

function once(options: Option[]): Option[] {
  return [...new Map(options.map((option) => [option.id, option])).values()];
}

function ObjectionToAccess({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [entry, setEntry] = useState("");
  const [reason, setReason] = useState("");
  const write = useWrite((said) => said.rights.access, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, entry: Number(entry), reason };
    const { objectToAccessAtCounter: made } = await write(
      "ObjectToAccessAtCounter",
      head.number,
      ObjectToAccessAtCounter,
      { input },
      signal,
    );
    return <Answered number={made?.number} />;
  };
  return (
    <Act title={words.rights.access} text={words.rights.accessText} onSend={send}>
      <Count label={words.rights.entry} value={entry} onChange={setEntry} isRequired />
      <Sentences label={words.rights.why} value={reason} onChange={setReason} isRequired />
    </Act>
  );
}

type OfPurposes = Deed & { purposes: Option[] };

function ObjectionToProcessing({ head, onDone, purposes }: OfPurposes) {
  const words = useCaseWords();
  const [purpose, setPurpose] = useState(purposes[0]?.id ?? "");
  const [reason, setReason] = useState("");
  const write = useWrite((said) => said.rights.processing, onDone);
  const send = async (signal: AbortSignal) => {
    const { objectToProcessingAtCounter: made } = await write(
      "ObjectToProcessingAtCounter",
      head.number,
      ObjectToProcessingAtCounter,
      { input: { case: head.number, purpose, reason } },
      signal,
    );
    return <Answered number={made?.number} />;
  };
  return (
    <Act title={words.rights.processing} text={words.rights.processingText} onSend={send}>
      <Choice label={words.rights.purpose} options={purposes} chosen={purpose} onChoose={setPurpose} />
      <Sentences label={words.rights.why} value={reason} onChange={setReason} isRequired />
    </Act>
  );
}

/** The number of the case in which an answer will be given: the clerk can't open it, the resident takes it along. */
function Answered({ number }: { number: string | undefined }) {
  const words = useCaseWords();
  return (
    <>
      {words.rights.answeredIn} <strong>{number}</strong>
    </>
  );
}

function Restriction({ head, onDone, purposes }: OfPurposes) {
  const words = useCaseWords();
  const [purpose, setPurpose] = useState(purposes[0]?.id ?? "");
  const [reason, setReason] = useState("");
  const write = useWrite((said) => said.rights.restrict, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, purpose, reason };
    await write("RestrictProcessingAtCounter", head.number, RestrictProcessingAtCounter, { input }, signal);
    return tell((said) => said.rights.whateverWas);
  };
  return (
    <Act title={words.rights.restrict} text={words.rights.restrictText} onSend={send}>
      <Choice label={words.rights.purpose} options={purposes} chosen={purpose} onChoose={setPurpose} />
      <Sentences label={words.rights.why} value={reason} onChange={setReason} isRequired />
    </Act>
  );
}

function Lifting({ head, onDone, purposes }: OfPurposes) {
  const words = useCaseWords();
  const [purpose, setPurpose] = useState(purposes[0]?.id ?? "");
  const write = useWrite((said) => said.rights.lift, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, purpose };
    await write("LiftRestrictionAtCounter", head.number, LiftRestrictionAtCounter, { input }, signal);
    return tell((said) => said.rights.whateverWas);
  };
  return (
    <Act title={words.rights.lift} text={words.rights.liftText} onSend={send}>
      <Choice label={words.rights.purpose} options={purposes} chosen={purpose} onChoose={setPurpose} />
    </Act>
  );
}

function Block({ head, onDone, departments, isLifted }: Deed & { departments: Option[]; isLifted: boolean }) {
  const words = useCaseWords();
  const [client, setClient] = useState(departments[0]?.id ?? "");
  const title = isLifted ? words.rights.unblock : words.rights.block;
  const write = useWrite((said) => (isLifted ? said.rights.unblock : said.rights.block), onDone);
  const send = async (signal: AbortSignal) => {
    const variables = { input: { case: head.number, client } };
    if (isLifted) {
      await write("UnblockTransferAtCounter", head.number, UnblockTransferAtCounter, variables, signal);
    } else {
      await write("BlockTransferAtCounter", head.number, BlockTransferAtCounter, variables, signal);
    }
    return tell((said) => said.rights.whateverWas);
  };
  return (
    <Act title={title} text={isLifted ? words.rights.unblockText : words.rights.blockText} onSend={send}>
      <Choice label={words.rights.department} options={departments} chosen={client} onChoose={setClient} />
    </Act>
  );
}

function Appealing({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [refusedCase, setRefused] = useState("");
  const [reason, setReason] = useState("");
  const write = useWrite((said) => said.rights.appeal, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, refusedCase: refusedCase.trim(), reason };
    const { appealAtCounter: made } = await write("AppealAtCounter", head.number, AppealAtCounter, { input }, signal);
    return <Answered number={made?.number} />;
  };
  return (
    <Act title={words.rights.appeal} text={words.rights.appealText} onSend={send}>
      <Line
        label={words.rights.refusedCase}
        value={refusedCase}
        onChange={setRefused}
        most={CASE_NUMBER_CHARACTERS_MAX}
        isRequired
      />
      <Sentences label={words.rights.why} value={reason} onChange={setReason} isRequired />
    </Act>
  );
}

function Erasure({ head, onDone }: Deed) {
  const words = useCaseWords();
  const said = useSaid();
  const [groups, setGroups] = useState<Group[]>([]);
  const write = useWrite((said) => said.rights.erase, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, groups };
    await write("EraseConsentedAtCounter", head.number, EraseConsentedAtCounter, { input }, signal);
    return tell((said) => said.rights.whateverWas);
  };
  const options = ON_CONSENT.map((id) => ({ id, name: said("FieldGroup", id) }));
  return (
    <Act title={words.rights.erase} text={words.rights.eraseText} onSend={send}>
      <Ticks label={words.rights.what} options={options} chosen={groups} onChoose={setGroups} />
    </Act>
  );
}

function Protection({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [reason, setReason] = useState("");
  const write = useWrite((said) => said.rights.protect, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, reason: reason.trim() || null };
    await write("ProtectAddressAtCounter", head.number, ProtectAddressAtCounter, { input }, signal);
    return tell((said) => said.rights.whateverWas);
  };
  return (
    <Act title={words.rights.protect} text={words.rights.protectText} onSend={send}>
      <Sentences label={words.rights.whyIfAny} value={reason} onChange={setReason} />
    </Act>
  );
}

function EndOfProtection({ head, onDone }: Deed) {
  const words = useCaseWords();
  const write = useWrite((said) => said.rights.endProtection, onDone);
  const send = async (signal: AbortSignal) => {
    await write("EndProtectionAtCounter", head.number, EndProtectionAtCounter, { case: head.number }, signal);
    return tell((said) => said.rights.whateverWas);
  };
  return (
    <Act
      title={words.rights.endProtection}
      text={words.rights.endProtectionText}
      send={words.acts.confirm}
      onSend={send}
    />
  );
}

function AnswerToOffice({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [about, setAbout] = useState("");
  const [answer, setAnswer] = useState<"YES" | "NO">("NO");
  const write = useWrite((said) => said.rights.disclosure, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, about: about.trim(), allow: answer === "YES" };
    await write("AnswerDisclosureAtCounter", head.number, AnswerDisclosureAtCounter, { input }, signal);
    return tell((said) => (answer === "YES" ? said.rights.disclosureOpen : said.rights.disclosureClosed));
  };
  const options = [
    { id: "NO" as const, name: words.rights.no },
    { id: "YES" as const, name: words.rights.yes },
  ];
  return (
    <Act title={words.rights.disclosure} text={words.rights.disclosureText} onSend={send}>
      <Line label={words.rights.about} value={about} onChange={setAbout} most={CASE_NUMBER_CHARACTERS_MAX} isRequired />
      <Choice label={words.rights.answer} options={options} chosen={answer} onChoose={setAnswer} />
    </Act>
  );
}

/** In any case that was opened at a counter with a proof: a card for the next time, or an end to the one there is. */
export function Cards({ head, onDone }: Deed) {
  const words = useCaseWords();
  const issue = useWrite((said) => said.rights.card, onDone);
  const revoke = useWrite((said) => said.rights.noCard, onDone);
  const make = async (signal: AbortSignal) => {
    const made = await issue("IssueReceiptCard", head.number, IssueReceiptCard, { case: head.number }, signal);
    return (
      <>
        <p>{words.rights.cardOnce}</p>
        <pre className={styles["receipt"]}>{made.issueReceiptCard?.code}</pre>
      </>
    );
  };
  const end = async (signal: AbortSignal) => {
    await revoke("RevokeReceiptCard", head.number, RevokeReceiptCard, { case: head.number }, signal);
    return tell((said) => said.rights.whateverWas);
  };
  return (
    <>
      <Act title={words.rights.card} text={words.rights.cardText} send={words.acts.confirm} onSend={make} />
      <Act title={words.rights.noCard} text={words.rights.noCardText} send={words.acts.confirm} onSend={end} />
    </>
  );
}

export function RevokedConsent({ head, onDone }: Deed) {
  const words = useCaseWords();
  const said = useSaid();
  const [permissions, setPermissions] = useState<Permission[]>([]);
  const [where, setWhere] = useState<"HERE" | "EVERYWHERE">("HERE");
  const write = useWrite((said) => said.rights.revoke, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, permissions, inEveryCase: where === "EVERYWHERE" };
    await write("RevokeConsentAtCounter", head.number, RevokeConsentAtCounter, { input }, signal);
    return tell((said) => said.rights.whateverWas);
  };
  const options = PERMISSIONS.map((id) => ({ id, name: said("Permission", id) }));
  const places = [
    { id: "HERE" as const, name: words.rights.here },
    { id: "EVERYWHERE" as const, name: words.rights.everywhere },
  ];
  return (
    <Act title={words.rights.revoke} text={words.rights.revokeText} onSend={send}>
      <Ticks label={words.rights.what} options={options} chosen={permissions} onChoose={setPermissions} />
      <Choice label={words.rights.where} options={places} chosen={where} onChoose={setWhere} />
    </Act>
  );
}

/** In an attested case: the first proof, by letter to where the register knows the resident to live. */
export function LetterCode({ head, onDone }: Deed) {
  const words = useCaseWords();
  const write = useWrite((said) => said.rights.letter, onDone);
  const send = async (signal: AbortSignal) => {
    await write("RequestLetterCode", head.number, RequestLetterCode, { case: head.number }, signal);
    return tell((said) => said.rights.whateverWas);
  };
  return <Act title={words.rights.letter} text={words.rights.letterText} send={words.acts.confirm} onSend={send} />;
}
