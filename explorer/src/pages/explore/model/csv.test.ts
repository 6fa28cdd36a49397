import { expect, test } from "vitest";
import { csv } from "./csv.ts";

test("a cell that a spreadsheet would compute is kept a text, quotes are doubled", () => {
  expect(csv([["=1+1", ' @x"y', "华联"]])).toBe('\uFEFF"\'=1+1","\' @x""y","华联"\r\n');
});
