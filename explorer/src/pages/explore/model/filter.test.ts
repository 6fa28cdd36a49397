import { expect, test } from "vitest";
import { dayOf, NO_FILTER } from "./filter.ts";
import { dropHidden, EMPTY, expand, type Facts, filterBy, type Screen, showAll, start, visibleNodes } from "./graph.ts";

const at = (code: string) => ({ address: { id: code, adminUnit: { id: code, code } } });
const building = (id: string, code: string): Facts => ({ id, __typename: "Building", ...at(code) });
const finding = (id: string, foundOn: string): Facts => ({ id, __typename: "Finding", foundOn });
const order: Facts = { id: "o", __typename: "RepairOrder", issuedOn: "2026-03-01" };
const open = (screen: Screen, origin: string, relation: string, ...facts: Facts[]) =>
  expand(screen, origin, { relation, facts, total: facts.length, after: null });
const shown = (screen: Screen) => visibleNodes(screen).map((node) => node.id);

/** A landlord with a building in each of two districts; a finding of each, an order of the second. */
function city(): Screen {
  let screen = start(EMPTY, { id: "l", __typename: "Landlord" });
  screen = open(screen, "l", "buildings", building("b1", "990101001"), building("b2", "990102001"));
  screen = open(screen, "b1", "findings", finding("f1", "2026-01-05"));
  screen = open(screen, "b2", "findings", finding("f2", "2026-02-05"));
  return start(open(screen, "f2", "orders", order), { id: "a", __typename: "ManagingAgent" });
}

test("an area keeps what lies there, with what has no place of its own and is connected to it", () => {
  expect(shown(filterBy(city(), { unit: "990101" }))).toEqual(["l", "b1", "f1", "a"]);
  expect(shown(filterBy(city(), { unit: "9901" }))).toEqual(shown(city()));
  expect(shown(filterBy(city(), { unit: "990103" }))).toEqual(["a"]);
});

test("an area that holds the chosen one stays, one beside it does not", () => {
  let screen = start(EMPTY, { id: "d", __typename: "AdminUnit", code: "990101" });
  screen = start(screen, { id: "e", __typename: "AdminUnit", code: "990102" });
  expect(shown(filterBy(screen, { unit: "990101001" }))).toEqual(["d"]);
});

test("days keep back what is dated, on either side, and nothing else", () => {
  expect(shown(filterBy(city(), { from: "2026-02-01" }))).toEqual(["l", "b1", "b2", "f2", "o", "a"]);
  expect(shown(filterBy(city(), { from: "2026-01-05", to: "2026-02-05" }))).toEqual(["l", "b1", "b2", "f1", "f2", "a"]);
  expect(dayOf({ id: "i", __typename: "InspectionCase", openedAt: "2026-02-05T03:00:00Z" })).toBe("2026-02-05");
  expect(dayOf(building("b1", "9901"))).toBeNull();
});

test("what one asks for is shown: the filter and the hidden kind that keep it back give way", () => {
  const screen = { ...filterBy(city(), { unit: "990101" }), hiddenKinds: new Set(["Building"] as const) };
  const asked = start(screen, building("b2", "990102001"));
  expect([asked.filter, shown(asked).includes("b2")]).toEqual([NO_FILTER, true]);
  expect(start(screen, building("b1", "990101001")).filter.unit).toBe("990101");
});

test("all is shown again, or what is kept back is dropped", () => {
  const screen = filterBy(city(), { unit: "990101" });
  expect(shown(showAll(screen))).toEqual(shown(city()));
  expect([...dropHidden(screen).nodes.keys()]).toEqual(["l", "b1", "f1", "a"]);
});
