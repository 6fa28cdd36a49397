// What a run cost, and what the policy said of it.
import { instant, locale, series } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import styles from "./query.module.css";
import type { Ran } from "./running.ts";
import { useQueryWords } from "./words.ts";

export function Cost({ ran }: { ran: Ran }) {
  const words = useQueryWords();
  const { language } = useWords();
  const { cost, decisions, withheld } = ran.extensions;
  const written = (number: number) => number.toLocaleString(locale(language));
  const facts: [string, string][] = [
    [words.cost.time, words.cost.milliseconds(written(ran.milliseconds))],
    [words.cost.status, String(ran.status)],
    [words.cost.size, words.cost.bytes(written(ran.bytes))],
    [words.cost.statements, cost ? written(cost.statements) : "–"],
    [
      words.cost.withheld,
      series(language, withheld?.map((group) => words.groups[group] ?? group) ?? []) || words.cost.nothingWithheld,
    ],
    [words.cost.version, decisions?.policyVersion ?? "–"],
    [words.cost.decided, decisions?.decidedAt ? instant(language, decisions.decidedAt) : "–"],
  ];
  return (
    <section aria-labelledby="cost" className={styles["cost"]}>
      <h3 id="cost">{words.cost.title}</h3>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Decisions ran={ran} />
    </section>
  );
}

type Row = [field: string, group: string, decision: string, rules: string];

function Decisions({ ran }: { ran: Ran }) {
  const words = useQueryWords();
  const { language } = useWords();
  const rows = Object.entries(ran.extensions.decisions?.fields ?? {}).flatMap(([field, said]) => {
    const { allowed = {}, denied = {}, opening = [] } = said as typeof said & { opening?: string[] };
    const listed = (groups: Record<string, string[]>, decision: string): Row[] =>
      Object.entries(groups).map(([group, rules]) => [field, group, decision, series(language, rules)]);
    return [
      ...(opening.length > 0 ? [[field, "–", words.cost.opening, series(language, opening)] as Row] : []),
      ...listed(allowed, words.cost.allowed),
      ...listed(denied, words.cost.denied),
    ];
  });
  if (rows.length === 0) return <p>{words.cost.none}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    // biome-ignore lint/a11y/useSemanticElements: it is no group of fields
    <div role="group" className={styles["scrolls"]} aria-labelledby="cost" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {[words.cost.field, words.cost.group, words.cost.decision, words.cost.rules].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([field, group, decision, rules]) => (
            <tr key={`${field} ${group} ${decision}`}>
              <td>{field}</td>
              <td>{group}</td>
              <td>{decision}</td>
              <td>
                <code>{rules}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
