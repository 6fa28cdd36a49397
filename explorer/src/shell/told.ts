// What a page said of something that was done: kept as how to say it, so that another language says it anew.
import { useCallback, useState } from "react";
import { type Language, useWords } from "../words/index.tsx";

/** Says something with a page's words. */
export type Tell<Words> = (words: Words, language: Language) => string;

/** What was told last, in the language of now; and how to tell the next, or nothing. */
export function useTold<Words>(words: Words): [string, (tell: Tell<Words> | null) => void] {
  const { language } = useWords();
  const [held, setHeld] = useState<{ tell: Tell<Words> } | null>(null);
  const tellNext = useCallback((tell: Tell<Words> | null) => setHeld(tell && { tell }), []);
  return [held ? held.tell(words, language) : "", tellNext];
}
