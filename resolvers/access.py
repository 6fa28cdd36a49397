"""A log entry in words, in two languages. Pure: what the entry says goes in, a sentence out."""

from collections.abc import Sequence

from model.groups import FieldGroup
from model.states import AccessAction, AccessOutcome, RepresentationBasis

RESIDENT = "resident"  # the client of who asks with a sign-in of their own

GROUPS_EN: dict[FieldGroup, str] = {
    FieldGroup.CASE: "your case",
    FieldGroup.PLACE: "places",
    FieldGroup.INSPECTION: "an inspection",
    FieldGroup.COMPLAINT: "a complaint",
    FieldGroup.VIEW: "saved views",
    FieldGroup.LETTING: "what you let",
    FieldGroup.LICENCE: "your landlord licence",
    FieldGroup.EMPLOYER: "the business you run",
    FieldGroup.ORGANISATION: "organisations",
    FieldGroup.PARTY_NAME: "your name as a party to an inspection",
    FieldGroup.PERSON_NAME: "your name",
    FieldGroup.PERSON_BIRTH: "your date of birth",
    FieldGroup.PERSON_DOCUMENT: "your identity document",
    FieldGroup.PERSON_MEANS_OF_CONTACT: "how to reach you",
    FieldGroup.RESIDENCE: "where you live",
    FieldGroup.TENANCY: "what you rent",
    FieldGroup.EMPLOYMENT: "where you work",
    FieldGroup.HOUSEHOLD: "your household",
    FieldGroup.HISTORY: "where you lived before",
    FieldGroup.DECLARED_CONTACTS: "the contacts you declared",
    FieldGroup.EVIDENCE: "papers you handed in",
    FieldGroup.CONSENT: "what you agreed to",
    FieldGroup.NOTICE: "your notices",
    FieldGroup.REPRESENTATION: "who acts for whom",
    FieldGroup.RIGHTS: "how you limit the use of your data",
    FieldGroup.OBJECTION: "an objection of yours",
    FieldGroup.ACCESS_LOG: "who looked at your record",
    FieldGroup.VIEWER: "who is asking",
    FieldGroup.BAND: "how many live or work somewhere",
}
GROUPS_ZH: dict[FieldGroup, str] = {
    FieldGroup.CASE: "您的办件",
    FieldGroup.PLACE: "地点",
    FieldGroup.INSPECTION: "检查情况",
    FieldGroup.COMPLAINT: "投诉",
    FieldGroup.VIEW: "保存的视图",
    FieldGroup.LETTING: "您的出租情况",
    FieldGroup.LICENCE: "您的出租人许可",
    FieldGroup.EMPLOYER: "您经营的业务",
    FieldGroup.ORGANISATION: "组织",
    FieldGroup.PARTY_NAME: "您作为检查当事人的姓名",
    FieldGroup.PERSON_NAME: "您的姓名",
    FieldGroup.PERSON_BIRTH: "您的出生日期",
    FieldGroup.PERSON_DOCUMENT: "您的身份证件",
    FieldGroup.PERSON_MEANS_OF_CONTACT: "您的联系方式",
    FieldGroup.RESIDENCE: "您的住址",
    FieldGroup.TENANCY: "您的租赁",
    FieldGroup.EMPLOYMENT: "您的工作单位",
    FieldGroup.HOUSEHOLD: "您的家庭户",
    FieldGroup.HISTORY: "您以前的住址",
    FieldGroup.DECLARED_CONTACTS: "您申报的联系人",
    FieldGroup.EVIDENCE: "您提交的材料",
    FieldGroup.CONSENT: "您的授权",
    FieldGroup.NOTICE: "您的通知",
    FieldGroup.REPRESENTATION: "代理关系",
    FieldGroup.RIGHTS: "您对信息使用的限制",
    FieldGroup.OBJECTION: "您的异议",
    FieldGroup.ACCESS_LOG: "谁查看过您的记录",
    FieldGroup.VIEWER: "查询人身份",
    FieldGroup.BAND: "人数区间",
}
_DONE: dict[AccessAction, tuple[str, str]] = {
    AccessAction.READ: ("read", "查看了"),
    AccessAction.WRITE: ("changed", "更改了"),
    AccessAction.DENY: ("was refused", "被拒绝查看"),
    AccessAction.ERASE: ("erased", "删除了"),
    AccessAction.EXPORT: ("exported", "导出了"),
}
_BASIS: dict[RepresentationBasis, tuple[str, str]] = {
    RepresentationBasis.PARENT: ("a parent", "父母"),
    RepresentationBasis.GUARDIAN: ("a guardian", "监护人"),
    RepresentationBasis.POWER_OF_ATTORNEY: ("by your power of attorney", "受您委托"),
    RepresentationBasis.COURT_ORDER: ("by a court's order", "依法院裁定"),
}
_YOURSELF = ("You", "您")
_NO_EFFECT = (" It did not take effect.", "该操作未生效。")


def summary_en(  # noqa: PLR0913, PLR0917 - what a sentence says
    action: str | None,
    outcome: str | None,
    department: str | None,
    office_name: str | None,
    purpose: str | None,
    groups: Sequence[str] | None,
    erased_at: str | None,
    basis: str | None,
    client: str | None,
) -> str:
    """Who did what with which of your data, what for: one English sentence."""
    if action is None:
        return f"An entry that was erased at its term, on {str(erased_at)[:10]}."
    who = _who_en(department, office_name, basis, client)
    done = _DONE[AccessAction(action)][0]
    if who == _YOURSELF[0]:
        done = done.replace("was ", "were ")
    what = "your whole record" if _is_whole(action, groups) else _listed(groups)
    reason = f" (for: {purpose})" if purpose else ""
    return f"{who} {done} {what}{reason}.{_no_effect(outcome, 0)}"


def _who_en(department: str | None, office_name: str | None, basis: str | None, client: str | None) -> str:
    if basis is not None:
        return f"Somebody who represents you ({_BASIS[RepresentationBasis(basis)][0]})"
    if client == RESIDENT:
        return _YOURSELF[0]
    return f"{department}, {office_name}," if office_name else str(department)


def summary_zh(  # noqa: PLR0913, PLR0917 - what a sentence says
    action: str | None,
    outcome: str | None,
    department: str | None,
    office_name: str | None,
    purpose: str | None,
    groups: Sequence[str] | None,
    erased_at: str | None,
    basis: str | None,
    client: str | None,
) -> str:
    """The same in Chinese."""
    if action is None:
        return f"该条记录已于{str(erased_at)[:10]}期满删除。"
    who = _YOURSELF[1] if client == RESIDENT else office_name or department
    if basis is not None:
        who = f"您的代理人（{_BASIS[RepresentationBasis(basis)][1]}）"
    what = "您的全部记录" if _is_whole(action, groups) else _listed_zh(groups)
    reason = f"（目的：{purpose}）" if purpose else ""
    return f"{who}{_DONE[AccessAction(action)][1]}{what}{reason}。{_no_effect(outcome, 1)}"


def _is_whole(action: str, groups: Sequence[str] | None) -> bool:
    """Whether a record left as a whole; an inspector's screen shows a name or a licence."""
    return action == AccessAction.EXPORT and not set(groups or ()) <= {FieldGroup.PARTY_NAME, FieldGroup.LICENCE}


def _listed(groups: Sequence[str] | None) -> str:
    return ", ".join(GROUPS_EN[FieldGroup(group)] for group in groups or ()) or "your record"


def _listed_zh(groups: Sequence[str] | None) -> str:
    return "、".join(GROUPS_ZH[FieldGroup(group)] for group in groups or ()) or "您的记录"


def _no_effect(outcome: str | None, language: int) -> str:
    return _NO_EFFECT[language] if outcome == AccessOutcome.ROLLED_BACK else ""
