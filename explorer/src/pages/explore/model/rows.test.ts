import { expect, test } from "vitest";
import { EMPTY, expand, type Facts, start } from "./graph.ts";
import { factColumns, found, rowsOf, sorted, type Told } from "./rows.ts";

const told: Told = {
  kind: (kind) => kind,
  name: (facts) => String(facts["name"]),
  relation: (relation) => relation,
  facts: (facts) =>
    Object.entries(facts).flatMap(([key, value]) =>
      ["floor", "foundOn"].includes(key) ? [{ key, text: `${value}` }] : [],
    ),
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
