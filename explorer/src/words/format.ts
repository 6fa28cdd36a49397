// Dates, numbers and plurals as a language writes them.
export type Language = "en" | "zh";

const LOCALES: Record<Language, string> = { en: "en-GB", zh: "zh-CN" };

/** The BCP 47 tag of a language. */
export function locale(language: Language): string {
  return LOCALES[language];
}

/** A number with its noun in the right plural: `1 room`, `2 rooms`. */
export function count(language: Language, number: number, forms: { one: string; other: string }): string {
  const form = new Intl.PluralRules(locale(language)).select(number) === "one" ? forms.one : forms.other;
  return `${number.toLocaleString(locale(language))} ${form}`;
}

/** A calendar day, `2026-11-27`, which has no time zone. */
export function day(language: Language, isoDate: string): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: "long", timeZone: "UTC" }).format(new Date(isoDate));
}

/** An instant in the reader's own time zone, to the minute. */
export function instant(language: Language, isoInstant: string): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(isoInstant),
  );
}

/** The time of day of an instant, to the minute. */
export function timeOfDay(language: Language, isoInstant: string): string {
  return new Intl.DateTimeFormat(locale(language), { timeStyle: "short" }).format(new Date(isoInstant));
}

/** Several in a row, without an "and": `homes, work`, and in Chinese with its own comma. */
export function series(language: Language, items: readonly string[]): string {
  return items.join(language === "zh" ? "、" : ", ");
}
