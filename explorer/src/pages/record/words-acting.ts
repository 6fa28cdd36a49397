// What the page record says otherwise while its reader acts for somebody: whose record it is, is theirs and not the reader's.
import type { RecordWords } from "./words-en.ts";

type Part<Whole> = {
  [Key in keyof Whole]?: Whole[Key] extends (...given: never[]) => unknown ? Whole[Key] : Part<Whole[Key]>;
};

const en: Part<RecordWords> = {
  lead: "Each part of it that you open is itself an entry on their log, with the representation by which you act.",
  pages: { label: "Parts of their record", allowed: "What they allowed", rights: "Their rights" },
  permissionsLabel: "What is allowed beyond today's facts",
  permissions: { HISTORY: "their past homes and other days", DECLARED_CONTACTS: "the contacts they declared" },
  held: {
    title: "What is held about them",
    nothing: "Nothing is shown here: this representation leads to no record, or has ended.",
    contacts: "Contacts that they declared",
    history: "All their homes, the oldest first",
    sources: { RESIDENT: "them", EMPLOYER: "their employer", LANDLORD: "their landlord", OFFICE: "an office" },
    contactConfirmed: "confirmed by the contact",
    contactDeclared: "declared by them, and not confirmed",
  },
  erase: {
    text: "These are kept because they wanted it. They go at once when they no longer do.",
    groups: {
      DECLARED_CONTACTS: "Erase the contacts that they declared",
      PERSON_MEANS_OF_CONTACT: "Erase how they are reached",
    },
  },
  notices: {
    title: "What they were told",
    text: "A notice says what happened and when, and nothing of whom: the rest is in their log.",
  },
  channel: { title: "How they hear of news" },
  consents: {
    title: "What they allowed",
    text: "One press takes it back: from the next request on it is refused. What was read before stays on their log.",
    none: "They allowed nothing beyond what their cases need.",
  },
  grant: { where: "A consent is given in a case of theirs:" },
  rights: { title: "Their rights" },
  refusals: { none: "No office has refused them anything.", appeal: "Their appeal" },
  objections: {
    title: "What they objected to",
    none: "They have objected to nothing.",
    entry: "Entry of their log",
    reason: "Their reason",
    outcomes: { UPHELD: "they were right", REJECTED: "it was in order" },
  },
  restrict: {
    title: "What they restrict",
    none: "They restrict nothing.",
    reason: "Their reason (no department can read it)",
  },
  block: {
    title: "Departments that they block",
    none: "They block no department.",
    text: "No case of theirs is handed to it, and no consent given to it, where no law obliges.",
  },
  recipients: {
    title: "Who has had their data",
    text: "Offices, by the entries of their log. What changed since an office last read it may be out of date there.",
  },
  cases: {
    title: "Cases in their name",
    text: "An office sees something of them only in a case.",
    none: "There is no case in their name.",
    proof: "Their proof",
  },
  code: { text: "It proves at a counter that it is them. It opens one case, within a quarter of an hour." },
  representation: {
    by: "Who may act for them",
    byNobody: "Nobody may act for them.",
  },
  looked: {
    groups: "What of them",
    representation: "Acting for them as",
    others: (others: number, own: number) =>
      `${others === 1 ? "1 of these was not" : `${others} of these were not`} a look of their own; ${own === 1 ? "1 own look is" : `${own} own looks are`} folded.`,
    onlyOwn: (own: number) =>
      `Nobody but they themselves looked among these: ${own === 1 ? "1 own look is" : `${own} own looks are`} folded.`,
    showOwn: "Show their own looks, too",
  },
  download: {
    title: "Take it with them",
    text: "Everything held about them with their whole log, in one signed file. Keep it where the city can't reach it.",
    get: "Download their data",
  },
};

const zh: Part<RecordWords> = {
  lead: "您打开的每一部分都会连同代理关系记入其日志。",
  pages: { label: "其登记的各部分", allowed: "其同意的内容", rights: "其权利" },
  permissionsLabel: "除现有内容外同意查看",
  permissions: { HISTORY: "其过去的住所和其他日期", DECLARED_CONTACTS: "其申报的联系人" },
  held: {
    title: "登记了其什么",
    nothing: "这里没有内容：此代理关系没有对应的登记，或已终止。",
    contacts: "其申报的联系人",
    history: "其全部住所，最早在前",
    sources: { RESIDENT: "本人", EMPLOYER: "其用人单位", LANDLORD: "其出租人", OFFICE: "机关" },
    contactConfirmed: "联系人已确认",
    contactDeclared: "由本人申报，尚未确认",
  },
  erase: {
    text: "这些内容因其本人愿意而保存。本人不再愿意时立即删除。",
    groups: { DECLARED_CONTACTS: "删除其申报的联系人", PERSON_MEANS_OF_CONTACT: "删除其联系方式" },
  },
  notices: { title: "其收到的通知", text: "通知只说明发生了什么、何时发生，不涉及任何人；其余内容在其日志中。" },
  channel: { title: "其如何得知有新消息" },
  consents: {
    title: "其同意的内容",
    text: "一按即撤回：从下一次请求起即被拒绝。此前的查看仍在其日志中。",
    none: "除办件所需外，其没有同意其他内容。",
  },
  grant: { where: "同意在其办件中给予：" },
  rights: { title: "其权利" },
  refusals: { none: "没有机关拒绝过其。", appeal: "其申诉" },
  objections: {
    title: "其提出的异议",
    none: "其没有提出过异议。",
    entry: "其日志条目",
    reason: "其理由",
  },
  restrict: { title: "其限制的处理", none: "其没有限制任何处理。", reason: "其理由（任何部门都看不到）" },
  block: {
    title: "其阻止的部门",
    none: "其没有阻止任何部门。",
    text: "除法定义务外，其办件不会移交给它，也不会对它给予同意。",
  },
  recipients: {
    title: "谁得到过其信息",
    text: "按其日志条目列出机关。机关上次查看后更改的内容，在那里可能已过时。",
  },
  cases: {
    title: "以其名义的办件",
    text: "机关只能在办件中看到其信息。",
    none: "没有以其名义的办件。",
    proof: "其证明方式",
  },
  code: { text: "在窗口证明是其本人。一刻钟内可开立一个办件。" },
  representation: { by: "谁可以代理其", byNobody: "没有人可以代理其。" },
  looked: {
    groups: "其哪些内容",
    representation: "代理其的身份",
    others: (others: number, own: number) => `其中 ${others} 条不是本人的查看；本人的 ${own} 条查看已收起。`,
    onlyOwn: (own: number) => `其中没有他人查看：本人的 ${own} 条查看已收起。`,
    showOwn: "同时显示本人的查看",
  },
  download: {
    title: "带走其数据",
    text: "登记的全部内容和其完整日志，在一个签名文件中。请保存在本市无法触及的地方。",
    get: "下载其数据",
  },
};

export const others = { en, zh };

/** The words with what is said otherwise. */
export function withOthers(words: RecordWords, other: Part<RecordWords>): RecordWords {
  return merged(words, other);
}

function merged<Whole extends object>(whole: Whole, part: Part<Whole>): Whole {
  const entries = Object.entries(part).map(([key, value]) => {
    const own = whole[key as keyof Whole];
    return [key, typeof own === "object" && own !== null ? merged(own, value as object) : value];
  });
  return { ...whole, ...Object.fromEntries(entries) };
}
