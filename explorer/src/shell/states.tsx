// The states that every page has: loading, slow, empty, failed. Each says what to do next.
import { type ReactNode, useEffect, useState } from "react";
import { Button, Link } from "react-aria-components";
import { type Code, codeOf, HubError, wrongOf } from "../api/errors.ts";
import { useWords } from "../words/index.tsx";
import { wrongInWords } from "../words/wrong.ts";
import styles from "./states.module.css";

const SLOW_AFTER_MILLISECONDS = 4000;

/** While something is fetched: says so after a moment, and that it is slow after four seconds, with a way to stop it. */
export function Loading({ onCancel }: { onCancel?: () => void }) {
  const { words } = useWords();
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MILLISECONDS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles["state"]} role="status" data-state="loading">
      <p>{words.states.loading}</p>
      {isSlow && <p>{words.states.slow}</p>}
      {isSlow && onCancel && <Button onPress={onCancel}>{words.states.cancel}</Button>}
    </div>
  );
}

/** Nothing is there, and why, and what to do. */
export function Empty({ children }: { children?: ReactNode }) {
  const { words } = useWords();
  return <div className={styles["state"]}>{children ?? <p>{words.states.empty}</p>}</div>;
}

/** Something was refused or went wrong: in words, with the next step; the code for who is asked about it. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { words, language } = useWords();
  const wrong = wrongOf(error);
  const code = codeOf(error);
  const { title, next } = words.states.failures[code];
  const canRetry = onRetry && !(error instanceof HubError && !error.isPassing && error.code !== "INTERNAL");
  return (
    <Notice title={title} next={next} code={code}>
      {wrong && <p>{wrongInWords(language, wrong)}</p>}
      {canRetry && <Button onPress={onRetry}>{words.states.retry}</Button>}
    </Notice>
  );
}

/** A designed page for something that is not as hoped. */
export function Notice(props: { title: string; next: string; code?: Code; children?: ReactNode }) {
  return (
    <div className={styles["failure"]} role="alert">
      <h2>{props.title}</h2>
      <p>{props.next}</p>
      {props.children}
      {props.code && <p className={styles["code"]}>{props.code}</p>}
    </div>
  );
}

/** For an address that leads nowhere. */
export function NotFound() {
  const { words } = useWords();
  return (
    <Notice {...words.states.notFound}>
      <Link href="/">{words.nav.home}</Link>
    </Notice>
  );
}
