// A planned inspection stands under the day for which it was planned, the next of several, and one that has passed is overdue.
import { expect, test } from "vitest";
import type { Facts } from "./model/graph.ts";
import { byPlan, isEnded, isOverdue } from "./planned.ts";

const planned = (id: string, ...visits: [string, string][]): Facts => ({
  id,
  __typename: "InspectionCase",
  visits: visits.map(([state, plannedOn]) => ({ state, plannedOn })),
});

test("the next planned day counts, and orders the list", () => {
  const cases = byPlan([
    planned("late", ["PLANNED", "2030-02-01"], ["PLANNED", "2030-03-01"]),
    planned("early", ["DONE", "2024-01-01"], ["PLANNED", "2029-05-01"]),
  ]);
  expect(cases.map(({ id, plannedOn }) => [id, plannedOn])).toEqual([
    ["early", "2029-05-01"],
    ["late", "2030-02-01"],
  ]);
  expect(cases.every((one) => !("visits" in one))).toBe(true);
});

test("a day that has passed is overdue", () => {
  expect([isOverdue("2024-05-12"), isOverdue("2999-01-01")]).toEqual([true, false]);
});

test("a case that has ended comes last, and its plan is no plan", () => {
  const over = { ...planned("over", ["PLANNED", "2020-01-01"]), caseState: "OPEN", endsAt: "2020-06-01T00:00:00Z" };
  const open = { ...planned("open", ["PLANNED", "2029-01-01"]), caseState: "OPEN", endsAt: "2999-01-01T00:00:00Z" };
  expect(byPlan([over, open]).map(({ id }) => id)).toEqual(["open", "over"]);
  expect([isEnded(over), isEnded(open), isEnded({ ...open, caseState: "CLOSED" })]).toEqual([true, false, true]);
});
