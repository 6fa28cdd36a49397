// What of a thing held on another day, by its own days; what no day tells of is not shown.
import { expect, test } from "vitest";
import { EMPTY, expand, type Facts, start, visibleEdges } from "./graph.ts";
import { absentOn, thenOf } from "./then.ts";

const order = (facts: object): Facts => ({
  id: "o",
  __typename: "RepairOrder",
  orderState: "ISSUED",
  issuedOn: "2024-10-12",
  dueOn: "2024-11-18",
  ...facts,
});
const on = (facts: Facts, day: string) => thenOf(facts, day);

test("what was made later is not yet there, and what had ended is no more", () => {
  expect(on(order({}), "2024-10-11").absence).toBe("NOT_YET");
  expect(on(order({}), "2024-10-12").absence).toBeNull();
  const licence: Facts = { id: "l", __typename: "LandlordLicence", validFrom: "2020-01-01", validTo: "2025-01-01" };
  expect([on(licence, "2019-12-31").absence, on(licence, "2025-01-01").absence]).toEqual(["NOT_YET", "NO_MORE"]);
  const inspection: Facts = {
    id: "i",
    __typename: "InspectionCase",
    caseState: "CLOSED",
    openedAt: "2024-02-05T03:00:00Z",
  };
  expect(on(inspection, "2024-02-04").absence).toBe("NOT_YET");
  expect(on(inspection, "2024-02-05").facts["caseState"]).toBeNull();
});

test("an order and a finding stood otherwise before they were done", () => {
  const done = order({ orderState: "DONE", doneOn: "2025-03-01" });
  expect(on(done, "2024-11-18").facts).toMatchObject({ orderState: "ISSUED", doneOn: null });
  expect(on(done, "2024-11-19").facts).toMatchObject({ orderState: "OVERDUE", doneOn: null });
  expect(on(done, "2025-03-01").facts).toMatchObject({ orderState: "DONE", doneOn: "2025-03-01" });
  expect(on(order({ orderState: "APPEALED" }), "2024-11-01").facts["orderState"]).toBeNull();
  const finding: Facts = {
    id: "f",
    __typename: "Finding",
    findingState: "REMEDIED",
    foundOn: "2024-10-01",
    settledOn: "2025-03-01",
  };
  expect(on(finding, "2025-02-28").facts).toMatchObject({ findingState: "OPEN", settledOn: null });
  expect(on(finding, "2025-03-01").facts).toMatchObject({ findingState: "REMEDIED" });
});

test("today nothing is left out, and a number of today is no other day's", () => {
  const landlord: Facts = { id: "l", __typename: "Landlord", openRepairOrders: 7 };
  expect(thenOf(landlord, null)).toEqual({ facts: landlord, absence: null });
  expect(on(landlord, "2020-01-01").facts["openRepairOrders"]).toBeNull();
});

test("of what the register does not answer, the side says why: before the day on which it was there, or after", () => {
  const landlord: Facts = { id: "l", __typename: "Landlord" };
  expect(absentOn(landlord, "1900-01-01", null)).toBe("NOT_YET");
  expect(absentOn(landlord, "2020-01-01", "2010-01-01")).toBe("NO_MORE");
  expect(absentOn(landlord, null, "2010-01-01")).toBe("NO_MORE");
});

test("what is opened on another day is judged as all that is there", () => {
  const then = start({ ...EMPTY, asOf: "2024-01-01" }, { id: "f", __typename: "Finding", foundOn: "2023-12-01" });
  const opened = expand(then, "f", { relation: "orders", facts: [order({})], total: 1, after: null });
  expect(opened.nodes.get("o")?.absence).toBe("NOT_YET");
  expect(visibleEdges(opened)).toEqual([]);
});
