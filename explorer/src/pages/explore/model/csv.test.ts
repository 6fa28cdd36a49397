import { expect, test } from "vitest";
import { csv } from "./csv.ts";

test("a cell that a spreadsheet would compute is kept a text, quotes are doubled", () => {
  expect(csv([["=1+1", ' @x"y', "华联"]])).toBe('\uFEFF"\'=1+1","\' @x""y","华联"\r\n');
  // In some languages a spreadsheet takes the full-width signs for the others.
  for (const sign of "=+-@\t\r＝＋－＠") {
    expect(csv([[`${sign}1`]])).toBe(`\uFEFF"'${sign}1"\r\n`);
  }
});
