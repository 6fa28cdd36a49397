// What keeps things off the screen, each said and taken back by one press; and how to filter and to group.
import { Button, Disclosure, DisclosurePanel, Heading, Input, Label, TextField } from "react-aria-components";
import { Choice } from "../../shell/choice.tsx";
import { day } from "../../words/format.ts";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { AreaChoice, useUnitName } from "./map/area.tsx";
import { filterBy, type Screen, toggleKind } from "./model/graph.ts";
import { type GroupBy, groupBy } from "./model/groups.ts";
import { useExploreWords } from "./words.ts";

/** Area, days and grouping, to be chosen. */
export function Filters({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const { screen, change } = board;
  const { unit, from, to } = screen.filter;
  const dated = [
    { key: "from", label: words.foundFrom, value: from },
    { key: "to", label: words.foundTo, value: to },
  ] as const;
  return (
    <Disclosure>
      <Heading level={2} className={styles["opener"] ?? ""}>
        <Button slot="trigger">{words.filterAndGroup}</Button>
      </Heading>
      <DisclosurePanel>
        <div className={styles["tools"]}>
          <AreaChoice code={unit} onChoose={(next) => change((now) => filterBy(now, { unit: next?.code ?? null }))} />
          {dated.map(({ key, label, value }) => (
            <TextField
              key={key}
              type="date"
              value={value ?? ""}
              onChange={(typed) => change((now) => filterBy(now, { [key]: typed || null }))}
            >
              <Label>{label}</Label>
              <Input aria-describedby="filter-help" />
            </TextField>
          ))}
          <Choice<GroupBy>
            label={words.groupBy}
            options={[
              { id: "NONE", name: words.groups.NONE },
              { id: "BUILDING", name: words.groups.BUILDING },
              { id: "OWNER", name: words.groups.OWNER },
            ]}
            chosen={screen.groupBy}
            onChoose={(by) => change((now) => groupBy(now, by))}
          />
        </div>
        <p id="filter-help" className={styles["quiet"]}>
          {words.filterHelp}
        </p>
      </DisclosurePanel>
    </Disclosure>
  );
}

type Restriction = { key: string; text: string; lift: (screen: Screen) => Screen };

/** All that is in force, as buttons that end it. */
export function Restrictions({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const all = useRestrictions(board.screen);
  if (all.length === 0) return null;
  return (
    <ul aria-label={words.restrictions} className={styles["chips"]}>
      {all.map(({ key, text, lift }) => (
        <li key={key}>
          <Button aria-label={words.lift(text)} onPress={() => board.change(lift)}>
            {text} <span aria-hidden="true">{CROSS}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

const CROSS = "×";

function useRestrictions(screen: Screen): Restriction[] {
  const { words, language } = useExploreWords();
  const unitName = useUnitName();
  const { unit, from, to } = screen.filter;
  const restrictions: Restriction[] = [...screen.hiddenKinds].map((kind) => ({
    key: kind,
    text: words.kindHidden(words.kinds[kind]),
    lift: (now) => (now.hiddenKinds.has(kind) ? toggleKind(now, kind) : now),
  }));
  if (unit)
    restrictions.push({
      key: "unit",
      text: words.onlyIn(unitName(unit)),
      lift: (now) => filterBy(now, { unit: null }),
    });
  if (from)
    restrictions.push({
      key: "from",
      text: words.onlyFrom(day(language, from)),
      lift: (now) => filterBy(now, { from: null }),
    });
  if (to)
    restrictions.push({
      key: "to",
      text: words.onlyTo(day(language, to)),
      lift: (now) => filterBy(now, { to: null }),
    });
  if (screen.hidden.size > 0)
    restrictions.push({
      key: "hidden",
      text: words.singlyHidden(screen.hidden.size),
      lift: (now) => ({ ...now, hidden: new Set() }),
    });
  if (screen.groupBy !== "NONE")
    restrictions.push({
      key: "group",
      text: words.groupedBy(words.groups[screen.groupBy]),
      lift: (now) => groupBy(now, "NONE"),
    });
  return restrictions;
}
