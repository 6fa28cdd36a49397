// A transfer needs the resident's assent. Who has no sign-in gives it here, with document and proof, at either office's counter.
import { useState } from "react";
import { CASE_NUMBER_CHARACTERS_MAX } from "../../api/limits.ts";
import { Choice } from "../../shell/choice.tsx";
import { Line, Ticks } from "../../shell/fields.tsx";
import { FoldedForm } from "../../shell/folded.tsx";
import { useSignedIn } from "../../shell/session.tsx";
import { Loading } from "../../shell/states.tsx";
import { useWork } from "../../shell/work.ts";
import { useSay } from "../../words/enumerations.ts";
import { type Done, useWrite } from "./act.tsx";
import { AssentAtCounter } from "./acts.ts";
import { counterKinds, type Kind, ShownFailure, ShownFields, useShown } from "./counter.tsx";
import { useCaseWords } from "./words.ts";

export function Assent({ onDone }: { onDone: Done }) {
  const words = useCaseWords();
  const { purpose } = useSignedIn();
  const kinds = counterKinds(purpose);
  if (kinds.length === 0) return null;
  return (
    <section aria-label={words.assent.title}>
      <AssentForm kinds={kinds} onDone={onDone} />
    </section>
  );
}

function AssentForm({ kinds, onDone }: { kinds: Kind[]; onDone: Done }) {
  const words = useCaseWords();
  const say = useSay();
  const [kind, setKind] = useState<Kind>(kinds[0] as Kind);
  const [number, setNumber] = useState("");
  const [kept, setKept] = useState<"KEPT"[]>([]);
  const shown = useShown(["CODE", "CARD", "PASSKEY"]);
  const write = useWrite((said) => said.assent.title, onDone);
  const { isBusy, failure, run, stop } = useWork();
  const [isDone, setDone] = useState(false);
  const send = async () => {
    setDone(false);
    const isGiven = await run(async (signal) => {
      const given = await shown.read(kind, signal);
      const input = { case: number.trim(), keepPermissions: kept.length > 0, ...given };
      await write("AssentAtCounter", input.case, AssentAtCounter, { input }, signal);
    });
    setDone(isGiven);
    shown.forgetCode();
  };
  return (
    <FoldedForm
      title={words.assent.title}
      level={2}
      text={words.assent.text}
      send={words.assent.send}
      isDisabled={isBusy}
      onSend={() => void send()}
      ended={
        <>
          {isBusy && <Loading onCancel={stop} />}
          <ShownFailure failure={failure} />
          {isDone && <p role="status">{words.assent.given}</p>}
        </>
      }
    >
      <Line
        label={words.assent.number}
        value={number}
        onChange={setNumber}
        most={CASE_NUMBER_CHARACTERS_MAX}
        isRequired
      />
      {kinds.length > 1 && (
        <Choice
          label={words.counter.kind}
          options={kinds.map((id) => ({ id, name: say("CaseKind", id) }))}
          chosen={kind}
          onChoose={setKind}
        />
      )}
      <ShownFields shown={shown} />
      <Ticks
        label={words.assent.allowed}
        options={[{ id: "KEPT", name: words.assent.keep }]}
        chosen={kept}
        onChoose={setKept}
      />
    </FoldedForm>
  );
}
