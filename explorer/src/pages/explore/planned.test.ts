// A planned inspection stands under the day for which it was planned, the next of several, and one that has passed is overdue.
import { expect, test } from "vitest";
import type { Facts } from "./model/graph.ts";
import { byPlan, isOverdue } from "./planned.ts";

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
