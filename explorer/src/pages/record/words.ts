// The texts of the page record, in the language that was chosen. `zh` must have each of `en`: its type sees to it.
import { useWords } from "../../words/index.tsx";
import { en, type RecordWords } from "./words-en.ts";
import { zh } from "./words-zh.ts";

export const words = { en, zh };

export function useRecordWords(): RecordWords {
  const { language } = useWords();
  return words[language];
}
