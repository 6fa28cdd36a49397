// A list of the contract that has no pages ends where the register ends it, without a total: a page says so.
import type { Language } from "./format.ts";

const LIST_MAX = 100; // `Many.limit` in loaders/source.py

const en = {
  cut: (n: number) => `The first ${n} are listed: the register gives no more of this list. There may be more.`,
};
const zh: typeof en = { cut: (n) => `仅列出前 ${n} 项：登记处对此列表不再提供更多，可能还有。` };

export const words = { en, zh };

/** Whether a list may have been cut. */
export function isCut(length: number): boolean {
  return length >= LIST_MAX;
}

export function cutInWords(language: Language): string {
  return words[language].cut(LIST_MAX);
}
