// A list of the contract that has no pages ends where the register ends it: a page says so, with its total where it has one.
import type { Language } from "./format.ts";

const LIST_MAX = 100; // `Many.limit` in loaders/source.py

const en = {
  cut: (n: number) => `The first ${n} are listed: the register gives no more of this list. There may be more.`,
  cutOf: (n: number, total: number) =>
    `The first ${n} of ${total} are listed: the register gives no more of this list.`,
};
const zh: typeof en = {
  cut: (n) => `仅列出前 ${n} 项：登记处对此列表不再提供更多，可能还有。`,
  cutOf: (n, total) => `共 ${total} 项，仅列出前 ${n} 项：登记处对此列表不再提供更多。`,
};

export const words = { en, zh };

/** What is said of a list that was cut; null where all of it is there. */
export function cutInWords(language: Language, length: number, total?: number | null): string | null {
  if (total != null) return total > length ? words[language].cutOf(length, total) : null;
  return length >= LIST_MAX ? words[language].cut(LIST_MAX) : null;
}
