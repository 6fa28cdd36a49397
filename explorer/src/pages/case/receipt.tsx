// The receipt of a case that was opened at this counter: it stays with the case until another is opened here, and goes with the page.
import { useRef, useSyncExternalStore } from "react";
import { Button } from "react-aria-components";
import { printOnly } from "../../shell/printing.ts";
import styles from "./case.module.css";
import { useCaseWords } from "./words.ts";

type Held = { number: string; receipt: string };

let held: Held | null = null;
const listeners = new Set<() => void>();

export function keepReceipt(next: Held | null): void {
  held = next;
  for (const listener of listeners) listener();
}

function useReceipt(number: string): string | null {
  const kept = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => held,
  );
  return kept?.number === number ? kept.receipt : null;
}

/** The receipt of this case, to be printed alone; nothing where it was not opened here. */
export function Receipt({ number }: { number: string }) {
  const words = useCaseWords();
  const receipt = useReceipt(number);
  const paper = useRef<HTMLElement>(null);
  if (receipt === null) return null;
  return (
    <section ref={paper} aria-labelledby="receipt" className={styles["cover"]}>
      <h3 id="receipt">{words.counter.receipt}</h3>
      <pre className={styles["receipt"]}>{receipt}</pre>
      <Button onPress={() => paper.current && printOnly(paper.current)}>{words.counter.printReceipt}</Button>
    </section>
  );
}
