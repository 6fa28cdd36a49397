// What a visit's list takes from an answer: what was decided, over all root fields.
import { describe, expect, it } from "vitest";
import { saidBy } from "./visit.ts";

describe("what an answer says of itself", () => {
  it("joins the decisions of its root fields", () => {
    const said = saidBy({
      withheld: ["RESIDENCE"],
      decisions: {
        decidedAt: "2026-11-27T00:00:00Z",
        policyVersion: "abc",
        fields: {
          one: { allowed: { CASE: ["a"] }, denied: { HISTORY: ["default-deny"] } },
          two: { allowed: { CASE: ["a", "b"] }, denied: {} },
        },
      },
    });
    expect(said).toEqual({
      allowed: [{ group: "CASE", rules: ["a", "b"] }],
      denied: [{ group: "HISTORY", rules: ["default-deny"] }],
      withheld: ["RESIDENCE"],
      policyVersion: "abc",
    });
  });

  it("says nothing where nothing was decided, or a case was only opened", () => {
    const nothing = { allowed: [], denied: [], withheld: [] };
    expect(saidBy({})).toEqual(nothing);
    const opening = { openCase: { opening: ["registration.opens"] } } as never;
    const decisions = { decidedAt: "", policyVersion: "v", fields: opening };
    expect(saidBy({ decisions })).toEqual({ ...nothing, policyVersion: "v" });
  });
});
