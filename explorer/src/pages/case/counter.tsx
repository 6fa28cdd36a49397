// Opening a case at the counter: the resident's document, exactly, and their proof. What is entered stays in this form.
import { type FormEvent, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import type { VariablesOf } from "../../api/schema.ts";
import { Choice } from "../../shell/choice.tsx";
import { useSignedIn } from "../../shell/session.tsx";
import { useWork } from "../../shell/work.ts";
import { useSay } from "../../words/enumerations.ts";
import { OpenAtCounter, PasskeyChallenge } from "./acts.ts";
import styles from "./case.module.css";
import { kindsOf, useCase } from "./choosing.tsx";
import { CaseFailure } from "./section.tsx";
import { useRecordedAsk } from "./visit.ts";
import { useCaseWords } from "./words.ts";

type Opening = VariablesOf<typeof OpenAtCounter>["input"];
type Kind = Opening["kind"];
type DocumentKind = Opening["documentKind"];
type Passkey = NonNullable<Opening["passkey"]>;
type Proof = "CODE" | "CARD" | "PASSKEY" | "NONE";

const PROOFS: Proof[] = ["CODE", "CARD", "PASSKEY", "NONE"];
const DOCUMENTS: DocumentKind[] = ["RESIDENT_IDENTITY_CARD", "PASSPORT"];
/** Opened by an office or by the data-protection office, never with a resident at a counter. */
const NOT_AT_A_COUNTER = new Set(["HOUSING_INSPECTION", "LABOUR_INSPECTION", "OBJECTION", "APPEAL"]);

class NoPasskey extends Error {}

export function Counter({ onDone }: { onDone: (said: string) => void }) {
  const words = useCaseWords();
  const { purpose } = useSignedIn();
  const kinds = kindsOf(purpose).filter((kind) => !NOT_AT_A_COUNTER.has(kind)) as Kind[];
  return (
    <section aria-labelledby="counter">
      <h2 id="counter">{words.counter.title}</h2>
      {kinds.length === 0 ? <p>{words.counter.noKind}</p> : <CounterForm kinds={kinds} onDone={onDone} />}
    </section>
  );
}

function CounterForm({ kinds, onDone }: { kinds: Kind[]; onDone: (said: string) => void }) {
  const words = useCaseWords();
  const say = useSay();
  const use = useCase();
  const open = useOpening();
  const [kind, setKind] = useState<Kind | null>(kinds[0] ?? null);
  const [documentKind, setDocumentKind] = useState<DocumentKind>("RESIDENT_IDENTITY_CARD");
  const [documentNumber, setNumber] = useState("");
  const [documentExpiresOn, setExpiry] = useState("");
  const [proof, setProof] = useState<Proof>("CODE");
  const [code, setCode] = useState("");
  const { isBusy, failure, run } = useWork();
  const [opened, setOpened] = useState<{ number: string; receipt: string | null } | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!kind) return;
    const input = { kind, documentKind, documentNumber: documentNumber.trim(), documentExpiresOn };
    await run(async () => setOpened(await open(input, proof, code.trim())));
    setCode(""); // good for one try
  };

  if (opened) {
    const go = async () => {
      onDone(words.counter.opened(opened.number));
      await use(opened.number);
    };
    return (
      <div role="status" className={styles["cover"]}>
        <p>{words.counter.opened(opened.number)}</p>
        {opened.receipt && (
          <>
            <h3>{words.counter.receipt}</h3>
            <pre className={styles["receipt"]}>{opened.receipt}</pre>
          </>
        )}
        <Button className="primary" onPress={() => void go()}>
          {words.start.use}
        </Button>
      </div>
    );
  }
  const options = <Id extends string>(ids: readonly Id[], name: (id: Id) => string) =>
    ids.map((id) => ({ id, name: name(id) }));
  return (
    <form onSubmit={(event) => void submit(event)} className="form" autoComplete="off">
      <p>{words.counter.text}</p>
      <Choice
        label={words.counter.kind}
        options={options(kinds, (id) => say("CaseKind", id))}
        chosen={kind}
        onChoose={setKind}
      />
      <Choice
        label={words.counter.documentKind}
        options={options(DOCUMENTS, (id) => say("DocumentKind", id))}
        chosen={documentKind}
        onChoose={setDocumentKind}
      />
      <TextField value={documentNumber} onChange={setNumber} autoComplete="off" isRequired>
        <Label>{words.counter.documentNumber}</Label>
        <Input spellCheck="false" maxLength={32} />
      </TextField>
      <TextField type="text" value={documentExpiresOn} onChange={setExpiry} autoComplete="off" isRequired>
        <Label>{words.counter.expiresOn}</Label>
        <Input type="date" />
      </TextField>
      <Choice
        label={words.counter.proof}
        options={options(PROOFS, (id) => words.counter.proofs[id])}
        chosen={proof}
        onChoose={setProof}
      />
      {(proof === "CODE" || proof === "CARD") && (
        <TextField value={code} onChange={setCode} autoComplete="off" isRequired>
          <Label>{words.counter.code}</Label>
          <Input spellCheck="false" maxLength={40} />
        </TextField>
      )}
      {proof === "PASSKEY" && <p>{words.counter.passkeyHint}</p>}
      {proof === "NONE" && <p>{words.counter.attested}</p>}
      <Button type="submit" className="primary" isDisabled={isBusy || !kind}>
        {words.counter.open}
      </Button>
      {failure instanceof NoPasskey && <p role="alert">{words.counter.noPasskey}</p>}
      {failure !== null && !(failure instanceof NoPasskey) && (
        <>
          <CaseFailure error={failure} />
          <p>{words.counter.refusedNext}</p>
        </>
      )}
    </form>
  );
}

/** Opens the case with the proof; answers its number and the receipt to be printed. */
function useOpening() {
  const ask = useRecordedAsk();
  return async (
    input: Omit<Opening, "code" | "card" | "passkey">,
    proof: Proof,
    code: string,
  ): Promise<{ number: string; receipt: string | null }> => {
    const shown = {
      ...(proof === "CODE" ? { code } : {}),
      ...(proof === "CARD" ? { card: code } : {}),
      ...(proof === "PASSKEY" ? { passkey: await signed(await challenge(input.kind)) } : {}),
    };
    const asked = { operation: "OpenAtCounter", case: null, isWrite: true };
    const answer = await ask(asked, OpenAtCounter, { input: { ...input, ...shown } });
    return { number: answer.data.openCase?.case?.number ?? "", receipt: answer.data.openCase?.receipt ?? null };
  };

  async function challenge(kind: Kind): Promise<string> {
    const asked = { operation: "PasskeyChallenge", case: null, isWrite: true };
    const answer = await ask(asked, PasskeyChallenge, { kind });
    return answer.data.createCounterChallenge?.options ?? "";
  }
}

/** What the resident's passkey signs; the browser asks them for it. */
async function signed(options: string): Promise<Passkey> {
  const asked = JSON.parse(options) as PublicKeyCredentialRequestOptionsJSON;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  const credential = await navigator.credentials.get({ publicKey }).catch(() => null);
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
