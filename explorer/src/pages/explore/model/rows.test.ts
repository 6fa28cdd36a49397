import { expect, test } from "vitest";
import { EMPTY, expand, type Facts, pin, start } from "./graph.ts";
import { groupBy } from "./groups.ts";
import { columnsOf, DRAWN_COLUMN, factColumns, found, rowsOf, sorted, type Told } from "./rows.ts";

const told: Told = {
  kind: (kind) => kind,
  name: (facts) => String(facts["name"]),
  relation: (relation) => relation,
  facts: (facts) =>
    Object.entries(facts).flatMap(([key, value]) =>
      ["floor", "foundOn"].includes(key) ? [{ key, text: `${value}` }] : [],
    ),
  absent: (absence) => absence,
  drawn: ({ isPinned, group, size }) => [isPinned ? "pinned" : "", group ?? "", size || ""].filter(Boolean).join(", "),
};
const building: Facts = { id: "building", __typename: "Building", name: "House" };
const room = (number: number): Facts => ({
  id: `r${number}`,
  __typename: "Room",
  name: `Room ${number}`,
  floor: number,
});
const screen = expand(start(EMPTY, building), "building", {
  relation: "rooms",
  facts: [room(10), room(9)],
  total: 2,
  after: null,
});
const withBuildings = {
  ...screen,
  nodes: new Map(
    [...screen.nodes].map(([id, node]) =>
      node.kind === "Room" ? [id, { ...node, facts: { ...node.facts, building } }] : [id, node],
    ),
  ),
};
const rows = rowsOf(screen, told);
const collator = new Intl.Collator("en", { numeric: true });
const ids = (some: readonly { id: string }[]) => some.map((row) => row.id);

test("a row says what a thing is connected to, and by what, from both ends", () => {
  expect(rows.map((row) => row.texts["connectedTo"])).toEqual([
    "rooms: Room 10; rooms: Room 9",
    "House (rooms)",
    "House (rooms)",
  ]);
});

test("numbers are sorted as numbers, and rows without one come last in both directions", () => {
  expect(factColumns(rows)).toEqual(["fact.floor"]);
  expect(ids(sorted(rows, { column: "fact.floor", isDescending: false }, collator))).toEqual(["r9", "r10", "building"]);
  expect(ids(sorted(rows, { column: "fact.floor", isDescending: true }, collator))).toEqual(["r10", "r9", "building"]);
  expect(ids(sorted(rows, { column: "name", isDescending: false }, collator))).toEqual(["building", "r9", "r10"]);
});

test("a text is found in the columns that are shown", () => {
  expect(ids(found(rows, "room 9", ["name"]))).toEqual(["r9"]);
  expect(ids(found(rows, "room 9", ["name", "connectedTo"]))).toEqual(["building", "r9"]);
  expect(ids(found(rows, "  ", []))).toHaveLength(3);
});

test("what is pinned, and as part of which group a thing is drawn, has a column where anything is", () => {
  expect(columnsOf(rows)).not.toContain(DRAWN_COLUMN);
  const grouped = rowsOf(groupBy(pin(withBuildings, "r9", true), "BUILDING"), told);
  expect(columnsOf(grouped)).toContain(DRAWN_COLUMN);
  expect(grouped.map((row) => row.texts[DRAWN_COLUMN])).toEqual(["2", "House", "pinned, House"]);
});
