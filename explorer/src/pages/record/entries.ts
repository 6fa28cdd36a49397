// The lines of the log that are on the screen: which of them a filter takes. A filter works on what was loaded, in this browser:
// nobody is told what a resident looks for.
import type { ResultOf } from "../../api/schema.ts";
import type { Looked } from "./questions.ts";

export type Entry = NonNullable<NonNullable<ResultOf<typeof Looked>["me"]>["accessLog"]>["nodes"][number];

export type Filter = {
  purpose: string | null;
  client: string | null;
  action: string | null;
  /** Days of the reader's calendar, both included; empty for none. */
  from: string;
  to: string;
};

export const NO_FILTER: Filter = { purpose: null, client: null, action: null, from: "", to: "" };

export function isFiltering(filter: Filter): boolean {
  return Object.values(filter).some((value) => value !== null && value !== "");
}

type Line = Pick<Entry, "purpose" | "client" | "action" | "at">;

export function fits(filter: Filter, entry: Line): boolean {
  const at = entry.at ? Date.parse(entry.at) : Number.NaN;
  return (
    (filter.purpose === null || entry.purpose === filter.purpose) &&
    (filter.client === null || entry.client === filter.client) &&
    (filter.action === null || entry.action === filter.action) &&
    (filter.from === "" || at >= new Date(`${filter.from}T00:00`).getTime()) &&
    (filter.to === "" || at < nextDay(filter.to))
  );
}

type Look = Pick<Entry, "client" | "representation" | "action">;

/** Whether the person themselves looked: what they came to see is who else did. Whoever acts for them is somebody else. */
export function isOwnLook({ client, representation, action }: Look): boolean {
  return client === "resident" && representation === null && action === "READ";
}

/** Where the day after begins, also where a day has 23 hours. */
function nextDay(day: string): number {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + 1);
  return date.getTime();
}

/** Each value of a column once, with its name, in the order of the names. */
export function choicesOf(
  entries: readonly Entry[],
  id: (entry: Entry) => string | null,
  name: (entry: Entry) => string,
): { id: string; name: string }[] {
  const found = new Map<string, string>();
  for (const entry of entries) {
    const value = id(entry);
    if (value !== null && !found.has(value)) found.set(value, name(entry) || value);
  }
  return [...found].map(([value, text]) => ({ id: value, name: text })).sort((a, b) => a.name.localeCompare(b.name));
}
