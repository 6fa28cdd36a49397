// What this visit asked and wrote, as the resident's log has it.

import { purposeOf } from "../../api/policy.ts";
import { instant, series } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import styles from "./case.module.css";
import { operationInWords } from "./operations.ts";
import { type Line, useVisit } from "./visit.ts";
import { type CaseWords, useCaseWords } from "./words.ts";

export function VisitList() {
  const words = useCaseWords();
  const lines = useVisit();
  return (
    <section aria-labelledby="visit" className={styles["visit"]}>
      <h2 id="visit">{words.visit.title}</h2>
      <p>{words.visit.text}</p>
      {lines.length === 0 ? (
        <p>{words.visit.none}</p>
      ) : (
        <ol aria-label={words.visit.list} reversed>
          {lines.map((line) => (
            <VisitLine key={line.id} line={line} />
          ))}
        </ol>
      )}
    </section>
  );
}

function VisitLine({ line }: { line: Line }) {
  const words = useCaseWords();
  const { language, words: common } = useWords();
  const purpose = purposeOf(line.purpose);
  const named = (groups: { group: string }[]) =>
    series(
      language,
      groups.map(({ group }) => words.groups[group] ?? group),
    );
  return (
    <li data-outcome={line.outcome}>
      <strong>{done(words, line)}</strong> <time dateTime={line.at}>{instant(language, line.at)}</time>{" "}
      {operationInWords(words, line.operation)}
      {line.said.allowed.length > 0 && ` · ${named(line.said.allowed)}`}
      {line.said.denied.length > 0 && ` · ${words.basis.denied}: ${named(line.said.denied)}`}
      {line.said.withheld.length > 0 &&
        ` · ${words.visit.withheld}: ${named(line.said.withheld.map((group) => ({ group })))}`}
      {line.code && ` · ${common.states.failures[line.code].title}`}
      {purpose && ` · ${words.visit.forPurpose}: ${either(language, purpose.description, purpose.descriptionZh)}`}
      {line.case && ` · ${words.visit.inCase} ${line.case}`}
    </li>
  );
}

function done(words: CaseWords, line: Line): string {
  if (line.outcome !== "answered") return words.visit[line.outcome];
  return line.isWrite ? words.visit.write : words.visit.read;
}
