// Field groups, legal bases and when a group is open, in words: for the pages that show what the policy decided.
import type { When } from "../api/policy.ts";

const en = {
  groups: {
    VIEWER: "who you are",
    PLACE: "places",
    BAND: "bands of how many people",
    ORGANISATION: "organisations",
    LETTING: "lettings",
    LICENCE: "licences",
    EMPLOYER: "employers",
    INSPECTION: "inspections",
    COMPLAINT: "complaints",
    CASE: "the case",
    PARTY_NAME: "names of parties",
    PERSON_NAME: "name",
    PERSON_BIRTH: "birth date",
    PERSON_DOCUMENT: "documents",
    PERSON_MEANS_OF_CONTACT: "means of contact",
    RESIDENCE: "homes",
    TENANCY: "tenancies",
    EMPLOYMENT: "work",
    HOUSEHOLD: "household",
    HISTORY: "residence history",
    DECLARED_CONTACTS: "declared contacts",
    EVIDENCE: "evidence",
    OBJECTION: "objections",
    ACCESS_LOG: "access log",
    CONSENT: "consents",
    NOTICE: "notices",
    REPRESENTATION: "representation",
    RIGHTS: "rights",
    VIEW: "saved views",
  } as Record<string, string>,
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
  groups: {
    VIEWER: "您的身份",
    PLACE: "地点",
    BAND: "人数区间",
    ORGANISATION: "单位",
    LETTING: "出租",
    LICENCE: "许可证",
    EMPLOYER: "用人单位",
    INSPECTION: "检查",
    COMPLAINT: "投诉",
    CASE: "案件",
    PARTY_NAME: "当事方名称",
    PERSON_NAME: "姓名",
    PERSON_BIRTH: "出生日期",
    PERSON_DOCUMENT: "证件",
    PERSON_MEANS_OF_CONTACT: "联系方式",
    RESIDENCE: "住址",
    TENANCY: "租约",
    EMPLOYMENT: "工作",
    HOUSEHOLD: "家庭",
    HISTORY: "居住历史",
    DECLARED_CONTACTS: "申报的联系人",
    EVIDENCE: "证明",
    OBJECTION: "异议",
    ACCESS_LOG: "访问日志",
    CONSENT: "同意",
    NOTICE: "通知",
    REPRESENTATION: "代理",
    RIGHTS: "权利",
    VIEW: "已存视图",
  },
  bases: {
    "A6-1-c": "法定义务（GDPR 第6条第1款c项）",
    "A6-1-e-official-authority": "行使公权力（GDPR 第6条第1款e项）",
    "A6-1-e-public-interest": "公共利益任务（GDPR 第6条第1款e项）",
    "A9-2-h": "医疗卫生（GDPR 第9条第2款h项）",
    "data-subject-right": "居民本人的权利",
  },
  when: {
    WITHOUT_CASE: "无需案件",
    PLACE_CASE: "在关于地点的案件中",
    ANY_CASE: "在居民的案件中（含由工作人员证明的）",
    PROVED_CASE: "在有居民凭证的案件中",
    HISTORY_CASE: "在允许查看历史的案件中",
    CONTACTS_CASE: "在允许查看联系人的案件中",
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
