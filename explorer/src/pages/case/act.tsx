// One thing that an officer does: a heading that opens its form, the form, and what came of it.
import type { TadaDocumentNode } from "gql.tada";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading, Input, Label, TextArea, TextField } from "react-aria-components";
import { Loading } from "../../shell/states.tsx";
import { useWork } from "../../shell/work.ts";
import { timeOfDay } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import styles from "./case.module.css";
import type { Head } from "./opened.tsx";
import { CaseFailure } from "./section.tsx";
import { useRecordedAsk } from "./visit.ts";
import { useCaseWords } from "./words.ts";

export type Done = (said: string) => void;
export type Deed = { head: Head; onDone: Done };

const TEXT_CHARACTERS_MAX = 1000; // the hub's own limit for what somebody writes

/** Its heading opens the form. What `onSend` returns, if anything, is shown below it until the next time. */
export function Act(props: {
  title: string;
  text: string;
  send?: string;
  onSend: (signal: AbortSignal) => Promise<ReactNode>;
  children?: ReactNode;
}) {
  const [isExpanded, setExpanded] = useState(false);
  const [wasExpanded, setWas] = useState(false);
  const turn = (isOpen: boolean) => {
    setExpanded(isOpen);
    setWas((was) => was || isOpen); // what was typed stays while it is folded
  };
  return (
    <Disclosure className={styles["act"] ?? ""} isExpanded={isExpanded} onExpandedChange={turn}>
      <Heading level={4}>
        <Button slot="trigger">{props.title}</Button>
      </Heading>
      <DisclosurePanel>{wasExpanded && <ActForm {...props} />}</DisclosurePanel>
    </Disclosure>
  );
}

function ActForm(props: Parameters<typeof Act>[0]) {
  const words = useCaseWords();
  const { isBusy, failure, run, stop } = useWork();
  const [outcome, setOutcome] = useState<ReactNode>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async (signal) => {
      setOutcome(null);
      setOutcome(await props.onSend(signal));
    });
  };
  return (
    <form onSubmit={submit} className="form" autoComplete="off" aria-label={props.title}>
      <p>{props.text}</p>
      {props.children}
      <Button type="submit" isDisabled={isBusy} className="primary">
        {props.send ?? words.acts.send}
      </Button>
      {isBusy && <Loading onCancel={stop} />}
      {failure !== null && <CaseFailure error={failure} />}
      {outcome && <div role="status">{outcome}</div>}
    </form>
  );
}

type Lined = { label: string; value: string; onChange: (value: string) => void; isRequired?: boolean };

/** One line of text. */
export function Line({ label, ...field }: Lined) {
  return (
    <TextField {...field} autoComplete="off">
      <Label>{label}</Label>
      <Input spellCheck="false" maxLength={200} />
    </TextField>
  );
}

/** A number of the register's. */
export function Count({ label, ...field }: Lined) {
  return (
    <TextField {...field} autoComplete="off" inputMode="numeric" pattern="[0-9]*">
      <Label>{label}</Label>
      <Input spellCheck="false" maxLength={9} />
    </TextField>
  );
}

/** Some sentences. */
export function Text({ label, isRequired = true, ...field }: Lined) {
  return (
    <TextField {...field} isRequired={isRequired} autoComplete="off" className={styles["wide"] ?? ""}>
      <Label>{label}</Label>
      <TextArea rows={4} maxLength={TEXT_CHARACTERS_MAX} />
    </TextField>
  );
}

/** Any of a few. */
export function Ticks<Id extends string>(props: {
  label: string;
  options: readonly { id: Id; name: string }[];
  chosen: readonly Id[];
  onChoose: (ids: Id[]) => void;
}) {
  const name = useId();
  const turn = (id: Id, isOn: boolean) =>
    props.onChoose([...props.chosen.filter((each) => each !== id), ...(isOn ? [id] : [])]);
  return (
    <fieldset className={styles["ticks"]}>
      <legend>{props.label}</legend>
      {props.options.map(({ id, name: said }) => (
        <label key={id}>
          <input
            type="checkbox"
            name={name}
            checked={props.chosen.includes(id)}
            onChange={(event) => turn(id, event.target.checked)}
          />{" "}
          {said}
        </label>
      ))}
    </fieldset>
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
