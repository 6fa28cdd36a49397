// One thing that an officer does: its form behind a heading, and what came of it.
import type { TadaDocumentNode } from "gql.tada";
import { type ReactNode, useState } from "react";
import { FoldedForm } from "../../shell/folded.tsx";
import { Loading } from "../../shell/states.tsx";
import { useWork } from "../../shell/work.ts";
import { timeOfDay } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import type { Head } from "./opened.tsx";
import { CaseFailure } from "./section.tsx";
import { useRecordedAsk } from "./visit.ts";
import { useCaseWords } from "./words.ts";

export type Done = (said: string) => void;
export type Deed = { head: Head; onDone: Done };

/** What `onSend` returns, if anything, is shown below it until the next time. */
export function Act(props: {
  title: string;
  text: string;
  send?: string;
  onSend: (signal: AbortSignal) => Promise<ReactNode>;
  children?: ReactNode;
}) {
  const words = useCaseWords();
  const { isBusy, failure, run, stop } = useWork();
  const [outcome, setOutcome] = useState<ReactNode>(null);
  const send = () =>
    void run(async (signal) => {
      setOutcome(null);
      setOutcome(await props.onSend(signal));
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
          {outcome && <div role="status">{outcome}</div>}
        </>
      }
    >
      {props.children}
    </FoldedForm>
  );
}

/** Writes one act, says when it was done, and hands its answer on. */
export function useWrite(title: string, onDone: Done) {
  const ask = useRecordedAsk();
  const words = useCaseWords();
  const { language } = useWords();
  return async <Data, Variables>(
    operation: string,
    number: string | null,
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<Data> => {
    const asked = { operation, case: number, isWrite: true, ...(signal ? { signal } : {}) };
    const { data } = await ask(asked, document, variables);
    onDone(words.acts.done(title, timeOfDay(language, new Date().toISOString())));
    return data;
  };
}
