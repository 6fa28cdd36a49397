// Opening a case at the counter: the resident's document, exactly, and their proof. What is entered stays in this form.
import { type FormEvent, useState } from "react";
import { Button } from "react-aria-components";
import { SHOWN_CHARACTERS_MAX } from "../../api/limits.ts";
import type { VariablesOf } from "../../api/schema.ts";
import { Choice } from "../../shell/choice.tsx";
import { Day, Line } from "../../shell/fields.tsx";
import { useSignedIn } from "../../shell/session.tsx";
import { Loading } from "../../shell/states.tsx";
import { useWork } from "../../shell/work.ts";
import { useSay } from "../../words/enumerations.ts";
import type { Done } from "./act.tsx";
import { OpenAtCounter, PasskeyChallenge } from "./acts.ts";
import styles from "./case.module.css";
import { kindsOf, useCase } from "./choosing.tsx";
import { keepReceipt, Receipt } from "./receipt.tsx";
import { CaseFailure } from "./section.tsx";
import { useRecordedAsk } from "./visit.ts";
import { useCaseWords } from "./words.ts";

type Opening = VariablesOf<typeof OpenAtCounter>["input"];
export type Kind = Opening["kind"];
type DocumentKind = Opening["documentKind"];
type Passkey = NonNullable<Opening["passkey"]>;
type Proof = "CODE" | "CARD" | "PASSKEY" | "NONE";

const DOCUMENTS: DocumentKind[] = ["RESIDENT_IDENTITY_CARD", "PASSPORT", "RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN"];
/** Opened by an office or by the data-protection office, never with a resident at a counter. */
const NOT_AT_A_COUNTER = new Set(["HOUSING_INSPECTION", "LABOUR_INSPECTION", "OBJECTION"]);

class NoPasskey extends Error {}

export function Counter({ onDone }: { onDone: Done }) {
  const words = useCaseWords();
  const { purpose } = useSignedIn();
  const kinds = counterKinds(purpose);
  return (
    <section aria-labelledby="counter">
      <h2 id="counter">{words.counter.title}</h2>
      {kinds.length === 0 ? <p>{words.counter.noKind}</p> : <CounterForm kinds={kinds} onDone={onDone} />}
    </section>
  );
}

/** The kinds of case that are opened with a resident at the counter, for a purpose. */
export function counterKinds(purpose: string | null): Kind[] {
  return kindsOf(purpose).filter((kind) => !NOT_AT_A_COUNTER.has(kind)) as Kind[];
}

function CounterForm({ kinds, onDone }: { kinds: Kind[]; onDone: Done }) {
  const words = useCaseWords();
  const say = useSay();
  const use = useCase();
  const ask = useRecordedAsk();
  const [kind, setKind] = useState<Kind | null>(kinds[0] ?? null);
  const shown = useShown(["CODE", "CARD", "PASSKEY", "NONE"]);
  const { isBusy, failure, run, stop } = useWork();
  const [opened, setOpened] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!kind) return;
    await run(async (signal) => {
      const input = { kind, ...(await shown.read(kind, signal)) };
      const asked = { operation: "OpenAtCounter", case: null, isWrite: true, signal };
      const { data } = await ask(asked, OpenAtCounter, { input });
      const number = data.openCase?.case?.number ?? "";
      const receipt = data.openCase?.receipt;
      keepReceipt(receipt ? { number, receipt } : null);
      setOpened(number);
    });
    shown.forgetCode();
  };

  if (opened) {
    const go = async () => {
      onDone((said) => said.counter.opened(opened), opened);
      await use(opened);
    };
    return (
      <div role="status" className={styles["cover"]}>
        <p>{words.counter.opened(opened)}</p>
        <Receipt number={opened} />
        <Button className="primary" onPress={() => void go()}>
          {words.start.use}
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="form" autoComplete="off">
      <p>{words.counter.text}</p>
      <Choice
        label={words.counter.kind}
        options={kinds.map((id) => ({ id, name: say("CaseKind", id) }))}
        chosen={kind}
        onChoose={setKind}
      />
      <ShownFields shown={shown} />
      <Button type="submit" className="primary" isDisabled={isBusy || !kind}>
        {words.counter.open}
      </Button>
      {isBusy && <Loading onCancel={stop} />}
      <ShownFailure failure={failure} />
    </form>
  );
}

/** What a resident shows at the counter: their document, and a proof of one kind of those that are taken. */
export type Shown = ReturnType<typeof useShown>;

export function useShown(proofs: readonly Proof[]) {
  const ask = useRecordedAsk();
  const [documentKind, setDocumentKind] = useState<DocumentKind>("RESIDENT_IDENTITY_CARD");
  const [documentNumber, setNumber] = useState("");
  const [documentExpiresOn, setExpiry] = useState("");
  const [proof, setProof] = useState<Proof>("CODE");
  const [code, setCode] = useState("");
  const challenge = async (kind: Kind, signal: AbortSignal) => {
    const asked = { operation: "PasskeyChallenge", case: null, isWrite: true, signal };
    const answer = await ask(asked, PasskeyChallenge, { kind });
    return answer.data.createCounterChallenge?.options ?? "";
  };
  /** As the hub takes it; a passkey is asked to sign now, for a case of this kind. */
  const read = async (kind: Kind, signal: AbortSignal) => ({
    documentKind,
    documentNumber: documentNumber.trim(),
    documentExpiresOn,
    ...(proof === "CODE" ? { code: code.trim() } : {}),
    ...(proof === "CARD" ? { card: code.trim() } : {}),
    ...(proof === "PASSKEY" ? { passkey: await signed(await challenge(kind, signal), signal) } : {}),
  });
  const forgetCode = () => setCode(""); // good for one try
  const fields = { documentKind, setDocumentKind, documentNumber, setNumber, documentExpiresOn, setExpiry };
  return { ...fields, proofs, proof, setProof, code, setCode, read, forgetCode };
}

export function ShownFields({ shown }: { shown: Shown }) {
  const words = useCaseWords();
  const say = useSay();
  return (
    <>
      <Choice
        label={words.counter.documentKind}
        options={DOCUMENTS.map((id) => ({ id, name: say("DocumentKind", id) }))}
        chosen={shown.documentKind}
        onChoose={shown.setDocumentKind}
      />
      <Line
        label={words.counter.documentNumber}
        hint={words.counter.documentNumberHint}
        value={shown.documentNumber}
        onChange={shown.setNumber}
        most={SHOWN_CHARACTERS_MAX}
        isRequired
      />
      <Day label={words.counter.expiresOn} value={shown.documentExpiresOn} onChange={shown.setExpiry} isRequired />
      <Choice
        label={words.counter.proof}
        options={shown.proofs.map((id) => ({ id, name: words.counter.proofs[id] }))}
        chosen={shown.proof}
        onChoose={shown.setProof}
      />
      {(shown.proof === "CODE" || shown.proof === "CARD") && (
        <Line
          label={words.counter.code}
          value={shown.code}
          onChange={shown.setCode}
          most={SHOWN_CHARACTERS_MAX}
          isRequired
        />
      )}
      {shown.proof === "PASSKEY" && <p>{words.counter.passkeyHint}</p>}
      {shown.proof === "NONE" && <p>{words.counter.attested}</p>}
    </>
  );
}

/** The one answer for every reason, and what to look at. */
export function ShownFailure({ failure }: { failure: unknown }) {
  const words = useCaseWords();
  if (failure === null) return null;
  if (failure instanceof NoPasskey) return <p role="alert">{words.counter.noPasskey}</p>;
  return (
    <>
      <CaseFailure error={failure} />
      <p>{words.counter.refusedNext}</p>
    </>
  );
}

/** What the resident's passkey signs; the browser asks them for it. */
async function signed(options: string, signal: AbortSignal): Promise<Passkey> {
  const asked = JSON.parse(options) as PublicKeyCredentialRequestOptionsJSON;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  const credential = await navigator.credentials.get({ publicKey, signal }).catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) throw new NoPasskey();
  const { id, response } = credential.toJSON() as AuthenticationResponseJSON;
  return {
    credentialId: id,
    clientDataJson: response.clientDataJSON,
    authenticatorData: response.authenticatorData,
    signature: response.signature,
    userHandle: response.userHandle ?? "",
  };
}
