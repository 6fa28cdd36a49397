// What is wrong with what one entered, by the hub's reasons (docs/errors.md), in the page's language.
import { day, type Language } from "./format.ts";

/** `extensions.reason` of a `VALIDATION_FAILED`: model.errors.Reason. */
export type Reason = "LENGTH" | "RANGE" | "COUNT" | "FORM" | "UNKNOWN" | "ANOTHER" | "TOGETHER";

export type Limit = number | string | undefined;
export type Wrong = { reason: Reason; argument?: string; least?: Limit; most?: Limit };

type Said = (name: string, least: string, most: string) => string;

const en = {
  /** What a form calls an argument of the API. */
  names: {
    address: "The address",
    answer: "The answer",
    case: "The case number",
    client: "The department",
    code: "The code",
    documentNumber: "The document number or the code",
    entry: "The number of the entry",
    fromEntry: "The number of the first entry",
    groups: "What is to be erased",
    licences: "Licences",
    name: "The name",
    named: "The part of the name",
    number: "The number",
    numbers: "Entries off the screen",
    office: "The office",
    officer: "The officer",
    passkey: "The passkey",
    permissions: "What you allow",
    provision: "The provision",
    purpose: "The purpose",
    radiusMetres: "The radius in metres",
    reason: "The reason",
    receiptCard: "The receipt card",
    search: "The search",
    sinceSize: "The size of the earlier checkpoint",
    statement: "The statement",
    unit: "The code of the area",
    until: "The last day",
    view: "The view",
    views: "Saved views",
  } as Record<string, string>,
  something: "One of the fields",
  reasons: {
    LENGTH: (name, least, most) => `${name}: from ${least} to ${most} characters.`,
    RANGE: (name, least, most) => `${name}: from ${least} to ${most}.`,
    COUNT: (name, least, most) => (most ? `${name}: from ${least} to ${most}.` : `${name}: ${least} at least.`),
    FORM: (name) => `${name} is not written as one is.`,
    UNKNOWN: (name) => `${name}: the register knows none like this.`,
    ANOTHER: (name) => `${name}: choose another.`,
    TOGETHER: (name) => `${name} does not go with what else you entered.`,
  } as Record<Reason, Said>,
  /** Where the form of an argument can be said. */
  forms: {
    EMAIL: "Write an e-mail address, in the letters of ASCII.",
    SMS: "Write the telephone number with + and the country, then digits only.",
    LETTER: "Write where the letter goes in one line, with at least five characters.",
    search: "Give at least one word to look for.",
    passkey: "This passkey was not made here: begin again.",
  } as Record<string, string>,
};

const zh: typeof en = {
  names: {
    address: "地址",
    answer: "答复",
    case: "办件编号",
    client: "部门",
    code: "代码",
    documentNumber: "证件号码或代码",
    entry: "记录编号",
    fromEntry: "第一条记录的编号",
    groups: "要删除的内容",
    licences: "许可证",
    name: "名称",
    named: "名称的一部分",
    number: "编号",
    numbers: "不显示的记录",
    office: "机关",
    officer: "工作人员",
    passkey: "通行密钥",
    permissions: "您同意的内容",
    provision: "依据",
    purpose: "目的",
    radiusMetres: "半径（米）",
    reason: "理由",
    receiptCard: "回执卡",
    search: "搜索",
    sinceSize: "较早检查点的大小",
    statement: "说明",
    unit: "地区代码",
    until: "最后一天",
    view: "视图",
    views: "已保存的视图",
  },
  something: "其中一栏",
  reasons: {
    LENGTH: (name, least, most) => `${name}：${least} 至 ${most} 个字符。`,
    RANGE: (name, least, most) => `${name}：从 ${least} 到 ${most}。`,
    COUNT: (name, least, most) => (most ? `${name}：${least} 至 ${most} 项。` : `${name}：至少 ${least} 项。`),
    FORM: (name) => `${name}的写法不对。`,
    UNKNOWN: (name) => `${name}：登记处没有这样的。`,
    ANOTHER: (name) => `${name}：请另选一个。`,
    TOGETHER: (name) => `${name}与您填写的其他内容不能同时使用。`,
  },
  forms: {
    EMAIL: "请填写电子邮箱地址，只用 ASCII 字符。",
    SMS: "请填写电话号码：先写 + 和国家代码，其后只写数字。",
    LETTER: "请用一行填写信件寄往何处，至少五个字符。",
    search: "请至少输入一个要查找的词。",
    passkey: "此通行密钥不是在这里生成的：请重新开始。",
  },
};

export const words = { en, zh };

/** One sentence that says what to correct. */
export function wrongInWords(language: Language, { reason, argument = "", least, most }: Wrong): string {
  const { names, forms, reasons, something } = words[language];
  if (reason === "FORM" && forms[argument]) return forms[argument];
  return reasons[reason](names[argument] ?? something, limitInWords(language, least), limitInWords(language, most));
}

function limitInWords(language: Language, limit: Limit): string {
  if (limit === undefined) return "";
  return typeof limit === "number" ? String(limit) : day(language, limit);
}
