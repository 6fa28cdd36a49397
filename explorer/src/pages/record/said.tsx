// The line under an entry: green only if everything was checked and holds.
import type { Verdict } from "../../proofs/proof.ts";
import styles from "./record.module.css";
import { useRecordWords } from "./words.ts";

export function Said({ verdict }: { verdict: Verdict }) {
  const words = useRecordWords();
  switch (verdict.kind) {
    case "proved":
      return <p className={styles["proved"]}>{words.proof.proved(verdict.size, verdict.by)}</p>;
    case "unsigned":
      return <p>{words.proof.unsigned(verdict.size)}</p>;
    case "impossible":
      return <p>{words.proof.impossible}</p>;
    case "pending":
      return <p>{words.proof.pending}</p>;
    case "erased":
      return <p>{words.proof.erased}</p>;
    case "wrong":
      return (
        <p className={styles["wrong"]}>
          {words.proof.wrong[verdict.what]} {verdict.what === "key" ? "" : words.proof.next}
        </p>
      );
  }
}
