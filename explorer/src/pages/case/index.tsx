// The page case: the case that the session names, opened on demand; without one, the ways to get one. `/case/NUMBER` takes that case.
import { useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { useLocation, useParams } from "wouter";
import { For } from "../../shell/guard.tsx";
import { useSignedIn } from "../../shell/session.tsx";
import { Failure } from "../../shell/states.tsx";
import type { Tell } from "../../shell/told.ts";
import { useWork } from "../../shell/work.ts";
import { useWords } from "../../words/index.tsx";
import type { Done } from "./act.tsx";
import { Assent } from "./assent.tsx";
import styles from "./case.module.css";
import { Inspections, LeaveCase, NumberForm, useCase, Waiting } from "./choosing.tsx";
import { Counter } from "./counter.tsx";
import { HeldCases } from "./held.tsx";
import { isSameNumber } from "./number.ts";
import { OpenedCase } from "./opened.tsx";
import { Receipt } from "./receipt.tsx";
import { VisitList } from "./visit-list.tsx";
import { type CaseWords, useCaseWords } from "./words.ts";

export default function Case() {
  return (
    <For kind="officer">
      <CasePage />
    </For>
  );
}

function CasePage() {
  const words = useCaseWords();
  const { language } = useWords();
  const signedIn = useSignedIn();
  const arriving = useArrival();
  const [done, setDone] = useState<{ tell: Tell<CaseWords>; number: string | null } | null>(null);
  const held = `${signedIn.purpose} ${signedIn.case}`; // another purpose or case is another page
  const onDone: Done = (tell, number = signedIn.case) => setDone({ tell, number });
  const said = done && done.number === signedIn.case ? done.tell(words, language) : ""; // of another case it says nothing
  return (
    <div className={styles["page"]}>
      <h1>{words.title}</h1>
      <p role="status" className={said ? styles["done"] : undefined}>
        {said}
      </p>
      {arriving.failure !== null && <Failure error={arriving.failure} />}
      {signedIn.case ? (
        <Cover key={held} number={signedIn.case} onDone={onDone} />
      ) : (
        <Start key={held} onDone={onDone} />
      )}
      <VisitList />
    </div>
  );
}

/** Who comes by `/case/NUMBER` takes that case; once they take another, the address is the page's own again. */
function useArrival() {
  const { number } = useParams<{ number?: string }>();
  const { case: held } = useSignedIn();
  const [, go] = useLocation();
  const use = useCase();
  const work = useWork();
  const taken = useRef<string | null>(null);
  const named = number ? decodeURIComponent(number) : null;
  const isOther = named !== null && !isSameNumber(named, held);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an address is taken once
  useEffect(() => {
    if (!isOther) return;
    if (taken.current === named) return go("/case", { replace: true });
    taken.current = named;
    void work.run(() => use(named));
  }, [named, isOther]);
  return work;
}

/** Before anything is asked: what opening means. */
function Cover({ number, onDone }: { number: string; onDone: Done }) {
  const words = useCaseWords();
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <OpenedCase number={number} onDone={onDone} />;
  return (
    <section aria-labelledby="cover" className={styles["cover"]}>
      <h2 id="cover">{words.cover.title(number)}</h2>
      <Receipt number={number} />
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

function Start({ onDone }: { onDone: Done }) {
  const words = useCaseWords();
  return (
    <>
      <p>{words.start.lead}</p>
      <HeldCases />
      <NumberForm />
      <Inspections />
      <Waiting onDone={onDone} />
      <Counter onDone={onDone} />
      <Assent onDone={onDone} />
    </>
  );
}
