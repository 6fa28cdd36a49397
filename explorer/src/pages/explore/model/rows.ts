// What is on the screen as rows: what each thing is, what it is connected to, its facts; found by a text and in an order.
import { type Facts, type NodeKind, type Screen, visibleEdges, visibleNodes } from "./graph.ts";
import { drawn } from "./groups.ts";
import type { Absence } from "./then.ts";

export type Row = {
  id: string;
  kind: NodeKind;
  facts: Facts;
  /** What the columns show, by their ids. */
  texts: Readonly<Record<string, string>>;
  /** What is sorted by where that is no text. */
  numbers: Readonly<Record<string, number>>;
};

export type Told = {
  kind: (kind: NodeKind) => string;
  name: (facts: Facts) => string;
  relation: (relation: string) => string;
  /** The facts that have a label, by their field. */
  facts: (facts: Facts) => readonly { key: string; text: string }[];
  /** Why it was not there on the day that is shown. */
  absent: (absence: Absence) => string;
  /** What the picture shows of it beside its place: pinned, drawn as one with the group of that name, the head of so many. */
  drawn: (how: { isPinned: boolean; group: string | null; size: number }) => string;
};

export type Order = { column: string; isDescending: boolean };

/** The columns that every screen has; the others are the facts of what is there. */
export const FIRST_COLUMNS = ["kind", "name", "connections", "connectedTo"] as const;
/** There where anything is pinned or grouped. */
export const DRAWN_COLUMN = "drawn";
/** There where anything was not there on the day that is shown. */
export const THEN_COLUMN = "onThatDay";

/** A row for each visible node, in the order in which they came. */
export function rowsOf(screen: Screen, told: Told): Row[] {
  const nodes = visibleNodes(screen);
  const names = new Map(nodes.map((node) => [node.id, told.name(node.facts)]));
  const links = new Map<string, string[]>(nodes.map((node) => [node.id, []]));
  for (const edge of visibleEdges(screen)) {
    const relation = told.relation(edge.relation);
    const back = edge.back === null ? null : told.relation(edge.back);
    links.get(edge.from)?.push(`${relation}: ${names.get(edge.to)}`);
    links.get(edge.to)?.push(back ? `${back}: ${names.get(edge.from)}` : `${names.get(edge.from)} (${relation})`);
  }
  const { headOf, sizes } = drawn(screen);
  return nodes.map(({ id, kind, facts, isPinned, absence }) => {
    const connected = links.get(id) ?? [];
    const group = names.get(headOf.get(id) ?? "") ?? null;
    const how = told.drawn({ isPinned, group, size: sizes.get(id) ?? 0 });
    return {
      id,
      kind,
      facts,
      texts: {
        ...Object.fromEntries(told.facts(facts).map(({ key, text }) => [`fact.${key}`, text])),
        kind: told.kind(kind),
        name: names.get(id) ?? "",
        connections: String(connected.length),
        connectedTo: connected.join("; "),
        ...(how === "" ? {} : { [DRAWN_COLUMN]: how }),
        ...(absence === null ? {} : { [THEN_COLUMN]: told.absent(absence) }),
      },
      numbers: { ...numbersIn(facts), connections: connected.length },
    };
  });
}

/** The columns that these rows have, in the order in which one reads them. */
export function columnsOf(rows: readonly Row[]): string[] {
  const own = [THEN_COLUMN, DRAWN_COLUMN].filter((column) => rows.some((row) => column in row.texts));
  return [...FIRST_COLUMNS, ...own, ...factColumns(rows)];
}

/** The columns of facts that any of the rows has, in the order in which they come. */
export function factColumns(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row.texts)))].filter((column) => column.startsWith("fact."));
}

/** The rows in one of whose `columns` the text stands, whatever its case. */
export function found(rows: readonly Row[], text: string, columns: readonly string[]): readonly Row[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return rows;
  return rows.filter((row) => columns.some((column) => row.texts[column]?.toLowerCase().includes(wanted)));
}

/** The rows in an order: numbers and days as such, texts as the language has them; rows that lack it come last. */
export function sorted(rows: readonly Row[], { column, isDescending }: Order, collator: Intl.Collator): Row[] {
  const sign = isDescending ? -1 : 1;
  const places = placesOf(rows, column, collator);
  return [...rows].sort((one, other) => {
    const [here, there] = [one.texts[column], other.texts[column]];
    if (here === undefined || there === undefined) return Number(here === undefined) - Number(there === undefined);
    const [number, another] = [one.numbers[column], other.numbers[column]];
    if (number !== undefined && another !== undefined) return sign * (number - another);
    return sign * ((places.get(here) ?? 0) - (places.get(there) ?? 0));
  });
}

/** The place of each text of a column in the language's order; equal ones share it. Few of two thousand rows' texts differ. */
function placesOf(rows: readonly Row[], column: string, collator: Intl.Collator): Map<string, number> {
  const texts = [...new Set(rows.flatMap((row) => row.texts[column] ?? []))].sort(collator.compare);
  const places = new Map<string, number>();
  let place = 0;
  texts.forEach((text, at) => {
    if (at > 0 && collator.compare(texts[at - 1] ?? "", text) !== 0) place = at;
    places.set(text, place);
  });
  return places;
}

function numbersIn(facts: Facts): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [key, value] of Object.entries(facts)) {
    const isDay = typeof value === "string" && /^\d{4}-\d\d-\d\d(T|$)/.test(value);
    const number = isDay ? Date.parse(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) numbers[`fact.${key}`] = number;
  }
  return numbers;
}
