// Each reason of the hub's is said in both languages, with its limits as the language writes them.
import { expect, test } from "vitest";
import { type Reason, words, wrongInWords } from "./wrong.ts";

test("a length, a day and a number are said with their limits", () => {
  const length = { reason: "LENGTH", argument: "reason", least: 1, most: 1000 } as const;
  expect(wrongInWords("en", length)).toBe("The reason: from 1 to 1000 characters.");
  expect(wrongInWords("zh", length)).toBe("理由：1 至 1000 个字符。");
  const until = { reason: "RANGE", argument: "until", least: "2026-11-28", most: "2027-02-25" } as const;
  expect(wrongInWords("en", until)).toBe("The last day: from 28 November 2026 to 25 February 2027.");
  expect(wrongInWords("zh", until)).toBe("最后一天：从 2026年11月28日 到 2027年2月25日。");
});

test("the form of what has one of its own is said by it", () => {
  expect(wrongInWords("en", { reason: "FORM", argument: "EMAIL" })).toMatch(/^Write an e-mail address/);
  expect(wrongInWords("zh", { reason: "FORM", argument: "unit" })).toBe("地区代码的写法不对。");
});

test("an argument that has no name here is still said", () => {
  for (const reason of Object.keys(words.en.reasons) as Reason[])
    expect(wrongInWords("en", { reason, argument: "made-up", least: 1, most: 2 })).toMatch(/^One of the fields/);
});
