// The page case: the case that the session names, opened on demand; without one, the ways to get one. Its number stands in
// the header and in no address.
import { useState } from "react";
import { Button } from "react-aria-components";
import { For } from "../../shell/guard.tsx";
import { useSignedIn } from "../../shell/session.tsx";
import { Assent } from "./assent.tsx";
import styles from "./case.module.css";
import { Inspections, LeaveCase, NumberForm, Waiting } from "./choosing.tsx";
import { Counter } from "./counter.tsx";
import { OpenedCase } from "./opened.tsx";
import { VisitList } from "./visit-list.tsx";
import { useCaseWords } from "./words.ts";

export default function Case() {
  return (
    <For kind="officer">
      <CasePage />
    </For>
  );
}

function CasePage() {
  const words = useCaseWords();
  const signedIn = useSignedIn();
  const [done, setDone] = useState("");
  const held = `${signedIn.purpose} ${signedIn.case}`; // another purpose or case is another page
  return (
    <div className={styles["page"]}>
      <h1>{words.title}</h1>
      <p role="status" className={done ? styles["done"] : undefined}>
        {done}
      </p>
      {signedIn.case ? (
        <Cover key={held} number={signedIn.case} onDone={setDone} />
      ) : (
        <Start key={held} onDone={setDone} />
      )}
      <VisitList />
    </div>
  );
}

/** Before anything is asked: what opening means. */
function Cover({ number, onDone }: { number: string; onDone: (said: string) => void }) {
  const words = useCaseWords();
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <OpenedCase number={number} onDone={onDone} />;
  return (
    <section aria-labelledby="cover" className={styles["cover"]}>
      <h2 id="cover">{words.cover.title(number)}</h2>
      <p>{words.cover.logged}</p>
      <p>{words.cover.place}</p>
      <div className={styles["ways"]}>
        <Button className="primary" onPress={() => setOpen(true)}>
          {words.cover.open}
        </Button>
        <LeaveCase />
      </div>
    </section>
  );
}

function Start({ onDone }: { onDone: (said: string) => void }) {
  const words = useCaseWords();
  return (
    <>
      <p>{words.start.lead}</p>
      <NumberForm />
      <Inspections />
      <Waiting onDone={onDone} />
      <Counter onDone={onDone} />
      <Assent onDone={onDone} />
    </>
  );
}
