import { expect, test } from "vitest";
import { relationInWords } from "./relations.ts";

test("a usual word is said in the reader's language, any other as it was written", () => {
  expect([relationInWords("zh", "friend"), relationInWords("zh", "Neighbour")]).toEqual(["朋友", "邻居"]);
  expect([relationInWords("en", "朋友"), relationInWords("en", "friend")]).toEqual(["friend", "friend"]);
  expect([relationInWords("zh", "chess partner"), relationInWords("en", null)]).toEqual(["chess partner", ""]);
});
