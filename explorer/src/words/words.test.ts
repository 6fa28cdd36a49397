// Both languages say everything, and each in its own.
import { describe, expect, it } from "vitest";
import { en } from "./en.ts";
import { count, day } from "./format.ts";
import { zh } from "./zh.ts";

const SAME_IN_BOTH = new Set(["title", "language.en", "language.zh", "home.title"]);

function texts(words: unknown, path = ""): [string, string][] {
  if (typeof words === "string") return [[path, words]];
  if (typeof words === "function") return [[path, String((words as (...args: unknown[]) => string)(2, "…"))]];
  return Object.entries(words as object).flatMap(([key, value]) => texts(value, path ? `${path}.${key}` : key));
}

const pages = import.meta.glob<{ words: { en: object; zh: object } }>(
  ["../pages/*/words.ts", "./policy.ts", "./enumerations.ts", "./lists.ts", "./wrong.ts"],
  {
    eager: true,
  },
);
const all = [["frame", { en, zh }], ...Object.entries(pages).map(([path, page]) => [path, page.words])] as [
  string,
  { en: object; zh: object },
][];

describe.each(all)("the words of %s", (_, { en, zh }) => {
  it("stand under the same names in both languages", () => {
    expect(texts(zh).map(([path]) => path)).toEqual(texts(en).map(([path]) => path));
  });

  it("are punctuated by the rules of Chinese in Chinese", () => {
    const beside = /\p{Script=Han}[,;:!?()]|[,;:!?()]\p{Script=Han}/u;
    expect(texts(zh).filter(([, text]) => beside.test(text))).toEqual([]);
  });

  it("call one thing by one word in Chinese", () => {
    const others = /案件|个案|凭证卡|房东/u; // 办件, 回执卡, 出租人
    expect(texts(zh).filter(([, text]) => others.test(text))).toEqual([]);
  });

  it("are Chinese in the one and not in the other", () => {
    const chinese = /\p{Script=Han}/u;
    const compared = (words: unknown) => texts(words).filter(([path]) => !SAME_IN_BOTH.has(path));
    expect(compared(zh).filter(([, text]) => !chinese.test(text))).toEqual([]);
    expect(compared(en).filter(([, text]) => chinese.test(text))).toEqual([]);
  });
});

describe("numbers and days", () => {
  it("count in the plural of their language", () => {
    expect(count("en", 1, { one: "room", other: "rooms" })).toBe("1 room");
    expect(count("en", 1200, { one: "room", other: "rooms" })).toBe("1,200 rooms");
  });

  it("write a day without moving it to another time zone", () => {
    expect(day("en", "2026-11-01")).toBe("1 November 2026");
    expect(day("zh", "2026-11-01")).toBe("2026年11月1日");
  });
});
