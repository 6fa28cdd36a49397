// The values of the schema's enumerations in words, each in one place for all pages. Written as within a sentence; `useSay`
// begins it with a capital, where it stands alone. A value that the schema gains or loses breaks the build.
import type { introspection } from "../api/generated.d.ts";
import type { Language } from "./format.ts";
import { useWords } from "./index.tsx";

type Types = introspection["__schema"]["types"][number];
type Values<Name> =
  Extract<Types, { kind: "ENUM"; name: Name }> extends { enumValues: readonly { name: infer Value }[] } ? Value : never;
type Shown =
  | "AccessAction"
  | "AccessOutcome"
  | "AdminUnitLevel"
  | "Band"
  | "BuildingKind"
  | "CaseKind"
  | "CaseProof"
  | "CaseState"
  | "ChangeKind"
  | "ComplaintKind"
  | "ComplaintState"
  | "ContractKind"
  | "DocumentKind"
  | "FactState"
  | "FieldGroup"
  | "FindingKind"
  | "FindingState"
  | "InspectionState"
  | "LicenceCondition"
  | "MandatePower"
  | "NoticeKind"
  | "ObjectionOutcome"
  | "OrderState"
  | "PartyRole"
  | "Permission"
  | "RefusalRule"
  | "RepresentationBasis"
  | "ResidenceRole"
  | "RoomKind"
  | "Source";

export type Enumerations = { [Name in Shown]: Record<Values<Name> & string, string> } & {
  /** A text in the schema: these are the ones that employers are registered with. */
  Sector: Record<string, string>;
};

const en: Enumerations = {
  AccessAction: { READ: "read", WRITE: "changed", DENY: "refused", ERASE: "erased", EXPORT: "exported" },
  AccessOutcome: { COMMITTED: "written", ROLLED_BACK: "not written: it was undone" },
  AdminUnitLevel: { CITY: "city", DISTRICT: "district", STREET: "street", COMMUNITY: "community" },
  Band: {
    UNDER_10: "under 10",
    FROM_10_TO_19: "10 to 19",
    FROM_20_TO_49: "20 to 49",
    FROM_50_TO_99: "50 to 99",
    FROM_100: "100 and more",
  },
  BuildingKind: {
    RESIDENTIAL: "residential building",
    DORMITORY: "dormitory",
    MIXED: "mixed use",
    COMMERCIAL: "commercial building",
  },
  CaseKind: {
    REGISTRATION: "registration",
    RESIDENCE_PERMIT: "residence permit",
    HOUSING_INSPECTION: "housing inspection",
    HOUSING_SERVICE: "housing service",
    LABOUR_INSPECTION: "labour inspection",
    LABOUR_COMPLAINT: "labour complaint",
    SCHOOL_ENROLMENT: "school enrolment",
    HEALTH_SERVICE: "health service",
    SOCIAL_SECURITY: "social security",
    CIVIL_AFFAIRS: "civil affairs",
    LEGAL_AID: "legal aid",
    OBJECTION: "objection",
    DATA_RIGHTS: "rights over one's data",
  },
  CaseProof: {
    ONE_TIME_CODE: "one-time code",
    PASSKEY: "passkey",
    RECEIPT_CARD: "receipt card",
    ONLINE: "opened online by the resident",
    OFFICER_ATTESTED: "none: an officer attested it",
    EX_OFFICIO: "not needed: about a place",
  },
  CaseState: { OPEN: "open", SUSPENDED: "suspended", CLOSED: "closed" },
  ChangeKind: { CHANGED: "changed", ERASED: "erased" },
  ComplaintKind: {
    REPAIRS: "repairs",
    DEPOSIT: "deposit",
    SAFETY: "safety",
    WAGES: "wages",
    CONTRACT: "contract",
    WORKING_HOURS: "working hours",
  },
  ComplaintState: {
    RECEIVED: "received",
    IN_PROGRESS: "in progress",
    UPHELD: "upheld",
    REJECTED: "rejected",
    WITHDRAWN: "withdrawn",
  },
  ContractKind: {
    OPEN_ENDED: "open-ended",
    FIXED_TERM: "fixed term",
    TEMPORARY: "temporary",
    APPRENTICE: "apprenticeship",
  },
  DocumentKind: {
    RESIDENT_IDENTITY_CARD: "resident identity card",
    PASSPORT: "passport",
    RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN: "residence permit of Hong Kong, Macau and Taiwan residents",
  },
  FactState: {
    DECLARED: "declared",
    CONFIRMED: "confirmed",
    CONTESTED: "contested",
    CORRECTED: "corrected",
    WITHDRAWN: "withdrawn",
    ENDED: "ended",
  },
  FieldGroup: {
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
  },
  FindingKind: {
    OVERCROWDING: "overcrowding",
    BLOCKED_EXIT: "blocked exit",
    MISSING_SMOKE_ALARM: "missing smoke alarm",
    UNSAFE_WIRING: "unsafe wiring",
    DAMP: "damp",
    UNLICENSED_LETTING: "letting without a licence",
    NO_WRITTEN_CONTRACTS: "no written contracts",
    UNSAFE_EQUIPMENT: "unsafe equipment",
    WAGES_UNPAID: "wages unpaid",
  },
  FindingState: { OPEN: "open", REMEDIED: "remedied", DISMISSED: "dismissed" },
  InspectionState: { PLANNED: "planned", DONE: "done", CANCELLED: "cancelled" },
  LicenceCondition: {
    SMOKE_ALARM: "smoke alarm",
    SECOND_EXIT: "second exit",
    NO_SUBDIVISION: "no subdivision",
    OCCUPANCY_NOTICE: "notice of occupancy",
    GAS_CHECK_YEARLY: "gas check every year",
  },
  MandatePower: {
    LET: "let",
    COLLECT_RENT: "collect rent",
    ORDER_REPAIRS: "order repairs",
    REGISTER_TENANTS: "register tenants",
  },
  NoticeKind: {
    CASE_OPENED: "a case was opened in my name",
    CASE_ACCEPTED: "an office accepted my case",
    CASE_CLOSED: "a case was closed",
    TRANSFER_ASKED: "an office asks to hand a case over",
    CASE_TRANSFERRED: "a case went to another office",
    OBJECTION_ANSWERED: "an objection was answered",
    CARD_ISSUED: "a receipt card was made",
    CARD_REVOKED: "a receipt card was revoked",
    LETTER_CODE_ASKED: "a code by letter was asked for",
    PASSKEY_ADDED: "a passkey was added",
    PASSKEY_REVOKED: "a passkey was removed",
    LINKING_CODE_ASKED: "an office made a code that links a sign-in to my record",
    SIGN_IN_LINKED: "a sign-in was linked to my record; one I had there before has ended",
    SIGN_IN_ENDED: "a sign-in was ended",
    DISCLOSURE_ASKED: "an office asks to see my protected address",
    DISCLOSURE_ANSWERED: "I answered a request to see my address",
    ADDRESS_PROTECTED: "my address was protected",
    PROTECTION_ENDED: "the protection of my address ended",
    CONSENT_GIVEN: "a consent was given",
    CONSENT_REVOKED: "a consent was taken back",
    RIGHT_EXERCISED: "a right was exercised in my name",
    CASE_REFUSED: "an office refused a case",
    APPEAL_ANSWERED: "an appeal was answered",
    RECORD_IMPORTED: "a file brought something into my record",
    BREACH: "my data was touched by a breach",
  },
  ObjectionOutcome: { UPHELD: "upheld", REJECTED: "rejected" },
  OrderState: { ISSUED: "issued", DONE: "done", OVERDUE: "overdue", APPEALED: "appealed against" },
  PartyRole: { LANDLORD: "landlord", EMPLOYER: "employer", COMPLAINANT: "complainant" },
  Permission: { HISTORY: "the residence history", DECLARED_CONTACTS: "the declared contacts" },
  RefusalRule: {
    CONDITIONS_NOT_MET: "conditions not met",
    EVIDENCE_MISSING: "evidence missing",
    OFFICE_NOT_COMPETENT: "another office is competent",
    DECIDED_BEFORE: "decided before",
  },
  RepresentationBasis: {
    PARENT: "parent",
    GUARDIAN: "guardian",
    POWER_OF_ATTORNEY: "power of attorney",
    COURT_ORDER: "order of a court",
  },
  ResidenceRole: { MAIN: "main home", SECONDARY: "second home" },
  RoomKind: { APARTMENT: "flat", ROOM: "single room", DORMITORY_ROOM: "dormitory room" },
  Sector: {
    MANUFACTURING: "manufacturing",
    CONSTRUCTION: "construction",
    RETAIL: "retail",
    FOOD_SERVICE: "food service",
    LOGISTICS: "logistics",
    CLEANING: "cleaning",
    CARE: "care",
    EDUCATION: "education",
    HEALTH: "health",
    INFORMATION_TECHNOLOGY: "information technology",
    FINANCE: "finance",
    HOSPITALITY: "hospitality",
    HOUSEHOLD: "household",
  },
  Source: { RESIDENT: "the resident", EMPLOYER: "the employer", LANDLORD: "the landlord", OFFICE: "an office" },
};

const zh: Enumerations = {
  AccessAction: { READ: "查看", WRITE: "更改", DENY: "拒绝", ERASE: "删除", EXPORT: "导出" },
  AccessOutcome: { COMMITTED: "已写入", ROLLED_BACK: "未写入：已撤销" },
  AdminUnitLevel: { CITY: "市", DISTRICT: "区", STREET: "街道", COMMUNITY: "社区" },
  Band: {
    UNDER_10: "不足 10 人",
    FROM_10_TO_19: "10 至 19 人",
    FROM_20_TO_49: "20 至 49 人",
    FROM_50_TO_99: "50 至 99 人",
    FROM_100: "100 人及以上",
  },
  BuildingKind: { RESIDENTIAL: "住宅楼", DORMITORY: "宿舍楼", MIXED: "混合用途", COMMERCIAL: "商业楼" },
  CaseKind: {
    REGISTRATION: "居住登记",
    RESIDENCE_PERMIT: "居住证",
    HOUSING_INSPECTION: "住房检查",
    HOUSING_SERVICE: "住房服务",
    LABOUR_INSPECTION: "劳动监察",
    LABOUR_COMPLAINT: "劳动投诉",
    SCHOOL_ENROLMENT: "入学",
    HEALTH_SERVICE: "卫生服务",
    SOCIAL_SECURITY: "社会保障",
    CIVIL_AFFAIRS: "民政",
    LEGAL_AID: "法律援助",
    OBJECTION: "异议",
    DATA_RIGHTS: "个人信息权利",
  },
  CaseProof: {
    ONE_TIME_CODE: "一次性代码",
    PASSKEY: "通行密钥",
    RECEIPT_CARD: "回执卡",
    ONLINE: "由居民在线开立",
    OFFICER_ATTESTED: "无：由工作人员证明",
    EX_OFFICIO: "不需要：关于地点",
  },
  CaseState: { OPEN: "进行中", SUSPENDED: "已中止", CLOSED: "已结束" },
  ChangeKind: { CHANGED: "已变更", ERASED: "已删除" },
  ComplaintKind: {
    REPAIRS: "维修",
    DEPOSIT: "押金",
    SAFETY: "安全",
    WAGES: "工资",
    CONTRACT: "合同",
    WORKING_HOURS: "工时",
  },
  ComplaintState: {
    RECEIVED: "已收到",
    IN_PROGRESS: "办理中",
    UPHELD: "成立",
    REJECTED: "不成立",
    WITHDRAWN: "已撤回",
  },
  ContractKind: { OPEN_ENDED: "无固定期限", FIXED_TERM: "固定期限", TEMPORARY: "临时", APPRENTICE: "学徒" },
  DocumentKind: {
    RESIDENT_IDENTITY_CARD: "居民身份证",
    PASSPORT: "护照",
    RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN: "港澳台居民居住证",
  },
  FactState: {
    DECLARED: "已申报",
    CONFIRMED: "已确认",
    CONTESTED: "有争议",
    CORRECTED: "已更正",
    WITHDRAWN: "已撤回",
    ENDED: "已终止",
  },
  FieldGroup: {
    VIEWER: "您的身份",
    PLACE: "地点",
    BAND: "人数区间",
    ORGANISATION: "单位",
    LETTING: "出租",
    LICENCE: "许可证",
    EMPLOYER: "用人单位",
    INSPECTION: "检查",
    COMPLAINT: "投诉",
    CASE: "办件",
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
  FindingKind: {
    OVERCROWDING: "超员居住",
    BLOCKED_EXIT: "出口堵塞",
    MISSING_SMOKE_ALARM: "缺少烟雾报警器",
    UNSAFE_WIRING: "电线不安全",
    DAMP: "潮湿",
    UNLICENSED_LETTING: "无证出租",
    NO_WRITTEN_CONTRACTS: "无书面合同",
    UNSAFE_EQUIPMENT: "设备不安全",
    WAGES_UNPAID: "拖欠工资",
  },
  FindingState: { OPEN: "未解决", REMEDIED: "已整改", DISMISSED: "不成立" },
  InspectionState: { PLANNED: "计划中", DONE: "已完成", CANCELLED: "已取消" },
  LicenceCondition: {
    SMOKE_ALARM: "烟雾报警器",
    SECOND_EXIT: "第二出口",
    NO_SUBDIVISION: "不得隔断",
    OCCUPANCY_NOTICE: "居住人数公示",
    GAS_CHECK_YEARLY: "每年燃气检查",
  },
  MandatePower: { LET: "出租", COLLECT_RENT: "收取租金", ORDER_REPAIRS: "安排维修", REGISTER_TENANTS: "登记租客" },
  NoticeKind: {
    CASE_OPENED: "有办件以我的名义开立",
    CASE_ACCEPTED: "机关受理了我的办件",
    CASE_CLOSED: "办件已结束",
    TRANSFER_ASKED: "机关请求移交办件",
    CASE_TRANSFERRED: "办件已移交其他机关",
    OBJECTION_ANSWERED: "异议已答复",
    CARD_ISSUED: "已制作回执卡",
    CARD_REVOKED: "回执卡已作废",
    LETTER_CODE_ASKED: "已请求以信件寄送代码",
    PASSKEY_ADDED: "已添加通行密钥",
    PASSKEY_REVOKED: "已移除通行密钥",
    LINKING_CODE_ASKED: "机关制作了将登录关联到我登记的代码",
    SIGN_IN_LINKED: "一个登录已关联到我的登记，此前在同一处的登录已终止",
    SIGN_IN_ENDED: "已终止一个登录",
    DISCLOSURE_ASKED: "机关请求查看我受保护的地址",
    DISCLOSURE_ANSWERED: "我答复了查看地址的请求",
    ADDRESS_PROTECTED: "我的地址已受保护",
    PROTECTION_ENDED: "地址保护已结束",
    CONSENT_GIVEN: "已给予同意",
    CONSENT_REVOKED: "已撤回同意",
    RIGHT_EXERCISED: "有人以我的名义行使了权利",
    CASE_REFUSED: "机关拒绝了办件",
    APPEAL_ANSWERED: "申诉已答复",
    RECORD_IMPORTED: "文件导入为我的记录增加了内容",
    BREACH: "我的信息受到泄露事件影响",
  },
  ObjectionOutcome: { UPHELD: "成立", REJECTED: "不成立" },
  OrderState: { ISSUED: "已签发", DONE: "已完成", OVERDUE: "已逾期", APPEALED: "申诉中" },
  PartyRole: { LANDLORD: "出租人", EMPLOYER: "用人单位", COMPLAINANT: "投诉人" },
  Permission: { HISTORY: "居住历史", DECLARED_CONTACTS: "申报的联系人" },
  RefusalRule: {
    CONDITIONS_NOT_MET: "不符合条件",
    EVIDENCE_MISSING: "缺少证明",
    OFFICE_NOT_COMPETENT: "由其他单位管辖",
    DECIDED_BEFORE: "此前已决定",
  },
  RepresentationBasis: { PARENT: "父母", GUARDIAN: "监护人", POWER_OF_ATTORNEY: "委托授权", COURT_ORDER: "法院裁定" },
  ResidenceRole: { MAIN: "主要住所", SECONDARY: "次要住所" },
  RoomKind: { APARTMENT: "套房", ROOM: "单间", DORMITORY_ROOM: "宿舍房间" },
  Sector: {
    MANUFACTURING: "制造",
    CONSTRUCTION: "建筑",
    RETAIL: "商贸",
    FOOD_SERVICE: "餐饮",
    LOGISTICS: "物流",
    CLEANING: "保洁",
    CARE: "护理",
    EDUCATION: "教育",
    HEALTH: "医疗",
    INFORMATION_TECHNOLOGY: "信息技术",
    FINANCE: "金融",
    HOSPITALITY: "酒店",
    HOUSEHOLD: "家政",
  },
  Source: { RESIDENT: "居民", EMPLOYER: "用人单位", LANDLORD: "出租人", OFFICE: "单位" },
};

export const words = { en, zh };

/** A value in words; one that this build doesn't know stays as the register says it, and nothing is empty. */
export function said(language: Language, name: keyof Enumerations, value: string | null | undefined): string {
  return value ? ((words[language][name] as Record<string, string>)[value] ?? value) : "";
}

/** The same in the language that was chosen. */
export function useSaid(): (name: keyof Enumerations, value: string | null | undefined) => string {
  const { language } = useWords();
  return (name, value) => said(language, name, value);
}

/** Begun with a capital letter, where the word stands alone. */
export function useSay(): ReturnType<typeof useSaid> {
  const said = useSaid();
  return (name, value) => {
    const text = said(name, value);
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
}
