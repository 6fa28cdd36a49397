// Dates, numbers and plurals as a language writes them.
export type Language = "en" | "zh";

const LOCALES: Record<Language, string> = { en: "en-GB", zh: "zh-CN" };

/** The BCP 47 tag of a language. */
export function locale(language: Language): string {
  return LOCALES[language];
}

const formats = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<Language, Intl.NumberFormat>();

/** The format of a language for dates, made once: making one takes as long as writing a hundred. */
function dates(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale(language), options);
  formats.set(key, format);
  return format;
}

/** A number as the language writes it. */
export function numeral(language: Language, number: number): string {
  const format = numbers.get(language) ?? new Intl.NumberFormat(locale(language));
  numbers.set(language, format);
  return format.format(number);
}

/** A number with its noun in the right plural: `1 room`, `2 rooms`. */
export function count(language: Language, number: number, forms: { one: string; other: string }): string {
  const form = new Intl.PluralRules(locale(language)).select(number) === "one" ? forms.one : forms.other;
  return `${numeral(language, number)} ${form}`;
}

/** A calendar day, `2026-11-27`, which has no time zone. */
export function day(language: Language, isoDate: string): string {
  return dates(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(isoDate));
}

/** An instant in the reader's own time zone, to the minute. */
export function instant(language: Language, isoInstant: string): string {
  return dates(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(isoInstant));
}

/** The time of day of an instant, to the minute. */
export function timeOfDay(language: Language, isoInstant: string): string {
  return dates(language, { timeStyle: "short" }).format(new Date(isoInstant));
}

/** A name with a remark, where there is one: `Room 3 (not yet)`, and in Chinese with its own brackets. */
export function remarked(language: Language, name: string, remark: string): string {
  if (remark === "") return name;
  return language === "zh" ? `${name}（${remark}）` : `${name} (${remark})`;
}

/** What stands between two parts of a sentence. */
export function comma(language: Language): string {
  return language === "zh" ? "，" : ", ";
}

/** Several in a row, those that there are, without an "and": `homes, work`, and in Chinese with its own comma. */
export function series(language: Language, items: readonly (string | null | undefined)[]): string {
  return items.filter(Boolean).join(language === "zh" ? "、" : ", ");
}
