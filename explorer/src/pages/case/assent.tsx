// A transfer needs the resident's assent. Who has no sign-in gives it here, with document and proof, at either office's counter.
import { type FormEvent, useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import { Choice } from "../../shell/choice.tsx";
import { useSignedIn } from "../../shell/session.tsx";
import { Loading } from "../../shell/states.tsx";
import { useWork } from "../../shell/work.ts";
import { useSay } from "../../words/enumerations.ts";
import { Line, Ticks, useWrite } from "./act.tsx";
import { AssentAtCounter } from "./acts.ts";
import styles from "./case.module.css";
import { counterKinds, type Kind, ShownFailure, ShownFields, useShown } from "./counter.tsx";
import { useCaseWords } from "./words.ts";

export function Assent({ onDone }: { onDone: (said: string) => void }) {
  const words = useCaseWords();
  const { purpose } = useSignedIn();
  const [isExpanded, setExpanded] = useState(false);
  const [wasExpanded, setWas] = useState(false);
  const kinds = counterKinds(purpose);
  if (kinds.length === 0) return null;
  const turn = (isOpen: boolean) => {
    setExpanded(isOpen);
    setWas((was) => was || isOpen);
  };
  return (
    <section aria-label={words.assent.title}>
      <Disclosure className={styles["act"] ?? ""} isExpanded={isExpanded} onExpandedChange={turn}>
        <Heading level={2}>
          <Button slot="trigger">{words.assent.title}</Button>
        </Heading>
        <DisclosurePanel>{wasExpanded && <AssentForm kinds={kinds} onDone={onDone} />}</DisclosurePanel>
      </Disclosure>
    </section>
  );
}

function AssentForm({ kinds, onDone }: { kinds: Kind[]; onDone: (said: string) => void }) {
  const words = useCaseWords();
  const say = useSay();
  const [kind, setKind] = useState<Kind>(kinds[0] as Kind);
  const [number, setNumber] = useState("");
  const [kept, setKept] = useState<"KEPT"[]>([]);
  const shown = useShown(["CODE", "CARD", "PASSKEY"]);
  const write = useWrite(words.assent.title, onDone);
  const { isBusy, failure, run, stop } = useWork();
  const [isDone, setDone] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
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
    <form onSubmit={(event) => void submit(event)} className="form" autoComplete="off" aria-label={words.assent.title}>
      <p>{words.assent.text}</p>
      <Line label={words.assent.number} value={number} onChange={setNumber} isRequired />
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
      <Button type="submit" className="primary" isDisabled={isBusy}>
        {words.assent.send}
      </Button>
      {isBusy && <Loading onCancel={stop} />}
      <ShownFailure failure={failure} />
      {isDone && <p role="status">{words.assent.given}</p>}
    </form>
  );
}
