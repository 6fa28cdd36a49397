// Who may read each field: by the policy that came with this build.
import { useState } from "react";
import { Input, Label, SearchField } from "react-aria-components";
import { clients, purposeOf } from "../../api/policy.ts";
import { remarked, series } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import { type Field, fields, readersOf } from "./contract.ts";
import styles from "./query.module.css";
import { useQueryWords } from "./words.ts";

const ROWS_MAX = 30; // a search narrows it; all at once would be a long way for the keyboard

export function Readers({ field }: { field: Field | undefined }) {
  const words = useQueryWords();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const found =
    wanted === "" ? [] : fields.filter((item) => `${item.coordinate} ${item.group}`.toLowerCase().includes(wanted));
  const shown = found.slice(0, ROWS_MAX);
  return (
    <section aria-labelledby="readers">
      <h2 id="readers">{words.readers.title}</h2>
      <h3>{words.readers.cursor}</h3>
      <div aria-live="polite">
        {field ? <FieldTable fields={[field]} label={words.readers.cursor} /> : <p>{words.readers.noCursor}</p>}
      </div>
      <SearchField value={text} onChange={setText} autoComplete="off">
        <Label>{words.readers.search}</Label>
        <Input spellCheck="false" />
      </SearchField>
      <p role="status">{wanted !== "" && words.readers.shown(shown.length, found.length)}</p>
      {shown.length > 0 && <FieldTable fields={shown} label={words.readers.found} />}
    </section>
  );
}

function FieldTable({ fields: rows, label }: { fields: readonly Field[]; label: string }) {
  const words = useQueryWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={styles["scrolls"]} aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.readers.field}</th>
            <th scope="col">{words.readers.group}</th>
            <th scope="col">{words.readers.who}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.coordinate}>
              <th scope="row">
                <code>{row.coordinate}</code>
                <small lang="en">{row.description}</small>
              </th>
              <td>
                {words.groups[row.group] ?? row.group} <code>{row.group}</code>
              </td>
              <td>
                <Who group={row.group} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Department by department, the purposes for which it gets the group. */
function Who({ group }: { group: string }) {
  const words = useQueryWords();
  const { language } = useWords();
  const readers = readersOf(group);
  if (readers.length === 0) return words.readers.nobody;
  return (
    <ul className={styles["who"]}>
      {clients
        .filter((client) => readers.some((item) => item.client === client.id))
        .map((client) => (
          <li key={client.id}>
            <strong>{either(language, client.name, client.nameZh)}</strong>
            {": "}
            {readers
              .filter((item) => item.client === client.id)
              .map((item) => {
                const purpose = purposeOf(item.purpose);
                const name = purpose
                  ? either(language, purpose.description, purpose.descriptionZh)
                  : words.readers.ownPurpose;
                const whens = series(
                  language,
                  item.when.map((when) => words.when[when]),
                );
                return remarked(language, name, `${whens} · ${item.rule}`);
              })
              .join(" · ")}
          </li>
        ))}
    </ul>
  );
}
