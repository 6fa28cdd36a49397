// How a resident said that a contact stands to them: a text of their own. The usual words are said in both languages, others as written.
import type { Language } from "./format.ts";

const CHINESE: Readonly<Record<string, string>> = {
  aunt: "姑姨",
  brother: "兄弟",
  child: "子女",
  colleague: "同事",
  cousin: "表亲或堂亲",
  daughter: "女儿",
  employer: "雇主",
  father: "父亲",
  "former classmate": "老同学",
  friend: "朋友",
  husband: "丈夫",
  mother: "母亲",
  neighbour: "邻居",
  parent: "父母",
  sister: "姐妹",
  son: "儿子",
  spouse: "配偶",
  uncle: "叔伯舅",
  wife: "妻子",
};
const ENGLISH = new Map(Object.entries(CHINESE).map(([english, chinese]) => [chinese, english]));

export function relationInWords(language: Language, relation: string | null | undefined): string {
  const written = relation?.trim() ?? "";
  return (language === "zh" ? CHINESE[written.toLowerCase()] : ENGLISH.get(written)) ?? written;
}
