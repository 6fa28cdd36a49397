// One thing that an officer does: its form behind a heading, and what came of it.
import type { TadaDocumentNode } from "gql.tada";
import { type ReactNode, useState } from "react";
import { FoldedForm } from "../../shell/folded.tsx";
import { Loading } from "../../shell/states.tsx";
import type { Tell } from "../../shell/told.ts";
import { useWork } from "../../shell/work.ts";
import { timeOfDay } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import type { Head } from "./opened.tsx";
import { CaseFailure } from "./section.tsx";
import { useRecordedAsk } from "./visit.ts";
import { type CaseWords, useCaseWords } from "./words.ts";

/** Says what was done, and in which case it is said: null once the case was left by it. */
export type Done = (said: Tell<CaseWords>, number?: string | null) => void;
export type Deed = { head: Head; onDone: Done };

type Outcome = ReactNode | Tell<CaseWords>;

/** What came of an act, in words that another language says anew. */
export function tell(said: Tell<CaseWords>): Tell<CaseWords> {
  return said;
}

/** What `onSend` returns, if anything, is shown below it until the next time. */
export function Act(props: {
  title: string;
  text: string;
  send?: string;
  onSend: (signal: AbortSignal) => Promise<Outcome>;
  children?: ReactNode;
}) {
  const words = useCaseWords();
  const { language } = useWords();
  const { isBusy, failure, run, stop } = useWork();
  const [outcome, setOutcome] = useState<{ of: Outcome } | null>(null);
  const said = typeof outcome?.of === "function" ? outcome.of(words, language) : outcome?.of;
  const send = () =>
    void run(async (signal) => {
      setOutcome(null);
      setOutcome({ of: await props.onSend(signal) });
    });
  return (
    <FoldedForm
      title={props.title}
      level={4}
      text={props.text}
      send={props.send ?? words.acts.send}
      isDisabled={isBusy}
      onSend={send}
      ended={
        <>
          {isBusy && <Loading onCancel={stop} />}
          {failure !== null && <CaseFailure error={failure} />}
          {said && <div role="status">{said}</div>}
        </>
      }
    >
      {props.children}
    </FoldedForm>
  );
}

/** Writes one act, says when it was done, and hands its answer on. `saidIn` null: the act leaves the case. */
export function useWrite(title: Tell<CaseWords>, onDone: Done, saidIn?: null) {
  const ask = useRecordedAsk();
  return async <Data, Variables>(
    operation: string,
    number: string | null,
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<Data> => {
    const asked = { operation, case: number, isWrite: true, ...(signal ? { signal } : {}) };
    const { data } = await ask(asked, document, variables);
    const at = new Date().toISOString();
    onDone((words, language) => words.acts.done(title(words, language), timeOfDay(language, at)), saidIn);
    return data;
  };
}
