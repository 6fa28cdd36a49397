// The words of the language that was chosen. Every text on a page comes from here: a linter forbids others.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { I18nProvider } from "react-aria-components";
import { en, type Words } from "./en.ts";
import { type Language, locale } from "./format.ts";
import { zh } from "./zh.ts";

export type { Language } from "./format.ts";

const STORED = "domicile-language"; // a setting, nothing about a person
const ALL: Record<Language, Words> = { en, zh };

type Spoken = { language: Language; words: Words; speak: (language: Language) => void };

const Context = createContext<Spoken | null>(null);

/** Gives all below it the words; remembers the language, at first the browser's. */
export function Speaking({ children }: { children: ReactNode }) {
  const [language, speak] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
    localStorage.setItem(STORED, language);
  }, [language]);
  const spoken = useMemo(() => ({ language, words: ALL[language], speak }), [language]);
  return (
    <Context value={spoken}>
      <I18nProvider locale={locale(language)}>{children}</I18nProvider>
    </Context>
  );
}

/** The words, the language they are of, and how to change it. */
export function useWords(): Spoken {
  const spoken = useContext(Context);
  if (!spoken) throw new Error("useWords stands outside Speaking");
  return spoken;
}

/** One of two texts that the register itself holds in both languages. */
export function either(
  language: Language,
  english: string | null | undefined,
  chinese: string | null | undefined,
): string {
  return (language === "zh" ? (chinese ?? english) : (english ?? chinese)) ?? "";
}

function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === "en" || stored === "zh") return stored;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}
