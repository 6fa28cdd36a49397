// Legal bases and when a group is open, in words, beside the field groups: for the pages that show what the policy decided.
import type { When } from "../api/policy.ts";
import { words as enumerations } from "./enumerations.ts";

const en = {
  groups: enumerations.en.FieldGroup as Record<string, string>,
  bases: {
    "A6-1-c": "a legal obligation (GDPR art. 6(1)(c))",
    "A6-1-e-official-authority": "official authority (GDPR art. 6(1)(e))",
    "A6-1-e-public-interest": "a task in the public interest (GDPR art. 6(1)(e))",
    "A9-2-h": "health care (GDPR art. 9(2)(h))",
    "data-subject-right": "the resident's own right",
  } as Record<string, string>,
  when: {
    WITHOUT_CASE: "without a case",
    PLACE_CASE: "in a case about a place",
    ANY_CASE: "in a resident's case (attested, too)",
    PROVED_CASE: "in a case with the resident's proof",
    HISTORY_CASE: "in a case with the permission for the history",
    CONTACTS_CASE: "in a case with the permission for the contacts",
    OWN_RECORD: "in one's own record",
  } as Record<When, string>,
};

const zh: typeof en = {
  groups: enumerations.zh.FieldGroup,
  bases: {
    "A6-1-c": "法定义务（GDPR 第6条第1款c项）",
    "A6-1-e-official-authority": "行使公权力（GDPR 第6条第1款e项）",
    "A6-1-e-public-interest": "公共利益任务（GDPR 第6条第1款e项）",
    "A9-2-h": "医疗卫生（GDPR 第9条第2款h项）",
    "data-subject-right": "居民本人的权利",
  },
  when: {
    WITHOUT_CASE: "无需办件",
    PLACE_CASE: "在关于地点的办件中",
    ANY_CASE: "在居民的办件中（含由工作人员证明的）",
    PROVED_CASE: "在有居民证明的办件中",
    HISTORY_CASE: "在允许查看历史的办件中",
    CONTACTS_CASE: "在允许查看联系人的办件中",
    OWN_RECORD: "在本人的登记中",
  },
};

export const words = { en, zh };

/** A legal basis in words: one or more terms, separated by a space; a term that has no words stays as it is. */
export function basisInWords(language: keyof typeof words, terms: string): string {
  const { bases } = words[language];
  return terms
    .split(" ")
    .map((term) => bases[term] ?? term)
    .join("; ");
}
