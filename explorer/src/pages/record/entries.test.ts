import { describe, expect, it, test } from "vitest";
import { fits, isFiltering, isOwnLook, NO_FILTER } from "./entries.ts";

const entry = { purpose: "school-enrolment", client: "education", action: "READ", at: "2026-11-05T10:00:00Z" } as const;

describe("a filter of the log", () => {
  it("takes everything when nothing is chosen", () => {
    expect([fits(NO_FILTER, entry), isFiltering(NO_FILTER)]).toEqual([true, false]);
    expect(fits(NO_FILTER, { purpose: null, client: null, action: null, at: null })).toBe(true);
  });

  it("takes what fits all that is chosen", () => {
    const chosen = { ...NO_FILTER, purpose: "school-enrolment", action: "READ" };
    expect([fits(chosen, entry), isFiltering(chosen)]).toEqual([true, true]);
    expect(fits({ ...chosen, action: "WRITE" }, entry)).toBe(false);
    expect(fits({ ...chosen, client: "tax" }, entry)).toBe(false);
    expect(fits({ ...chosen, purpose: "legal-aid" }, entry)).toBe(false);
  });

  it("takes whole days, the last one included", () => {
    const at = (day: number, hour: number, minute: number) => ({
      ...entry,
      at: new Date(2026, 10, day, hour, minute).toISOString(),
    });
    const days = { ...NO_FILTER, from: "2026-11-05", to: "2026-11-06" };
    expect([at(5, 0, 0), at(6, 23, 59)].map((each) => fits(days, each))).toEqual([true, true]);
    expect([at(4, 23, 59), at(7, 0, 0)].map((each) => fits(days, each))).toEqual([false, false]);
    expect(fits(days, { ...entry, at: null })).toBe(false);
  });
});

test("a look of one's own is one's own read; what one wrote, and who acts for one, is not", () => {
  const own = { client: "resident", representation: null, action: "READ" } as const;
  expect(isOwnLook(own)).toBe(true);
  expect(isOwnLook({ ...own, action: "WRITE" })).toBe(false);
  expect(isOwnLook({ ...own, representation: "r" })).toBe(false);
  expect(isOwnLook({ ...own, client: "registration" })).toBe(false);
});
