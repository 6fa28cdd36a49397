// The texts of the page record, in the language that was chosen. `zh` must have each of `en`: its type sees to it.
import { useWords } from "../../words/index.tsx";
import { useActing } from "./acting.tsx";
import { others, withOthers } from "./words-acting.ts";
import { en, type RecordWords } from "./words-en.ts";
import { zh } from "./words-zh.ts";

export const words = { en, zh };
const acting = { en: withOthers(en, others.en), zh: withOthers(zh, others.zh) };

/** While the reader acts for somebody, in words of them. */
export function useRecordWords(): RecordWords {
  const { language } = useWords();
  const { of } = useActing();
  return (of === null ? words : acting)[language];
}
