import { expect, test } from "vitest";
import { isSameNumber } from "./number.ts";

test("a number is the same in small or wide letters, with spaces or dashes", () => {
  for (const typed of ["abcd-efgh", " ABCD EFGH ", "ＡＢＣＤＥＦＧＨ", "ABCD–EFGH"])
    expect(isSameNumber(typed, "ABCDEFGH")).toBe(true);
  expect([isSameNumber("ABCD", "ABCE"), isSameNumber("ABCD", null), isSameNumber(null, null)]).toEqual([
    false,
    false,
    true,
  ]);
});
