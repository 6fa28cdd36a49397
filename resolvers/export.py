"""An export as a page to be printed: pure, from the export's content to one text of HTML. Every value in it is escaped."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from resolvers.paper_words import CODED, VALUES

LABELS: dict[str, tuple[str, str]] = {
    "access": ("被异议的访问", "the access"),
    "action": ("操作", "action"),
    "activities": ("处理活动", "activities"),
    "address": ("地址", "address"),
    "answer": ("答复", "answer"),
    "answeredAt": ("答复时间", "answered at"),
    "appeal": ("申诉", "appeal"),
    "appealBy": ("申诉期限", "appeal by"),
    "appealTo": ("申诉机关", "appeal to"),
    "areaSquareMetres": ("面积(平方米)", "area in square metres"),
    "askedAt": ("索取时间", "asked at"),
    "asOf": ("生效日期", "as of"),
    "at": ("时间", "at"),
    "basis": ("依据", "basis"),
    "birthDate": ("出生日期", "date of birth"),
    "breach": ("信息安全事件", "breach"),
    "building": ("建筑", "building"),
    "case": ("办件", "case"),
    "cases": ("办件", "cases"),
    "changedSince": ("此后有变动", "changed since"),
    "channel": ("方式", "channel"),
    "client": ("部门", "department"),
    "code": ("代码", "code"),
    "consents": ("授权", "consents"),
    "consequences": ("可能的后果", "what may follow"),
    "contact": ("联系方式", "where to ask"),
    "contract": ("合同", "contract"),
    "controller": ("信息处理者", "controller"),
    "createdOn": ("创建日期", "made on"),
    "declaredContacts": ("申报的联系人", "contacts you declared"),
    "department": ("部门", "department (English)"),
    "departmentZh": ("部门名称", "department (Chinese)"),
    "descriptionEn": ("说明(英文)", "description (English)"),
    "descriptionZh": ("说明", "description (Chinese)"),
    "designator": ("房号", "room"),
    "disclosures": ("索取受保护地址", "who asked for your protected address"),
    "documents": ("身份证件", "identity documents"),
    "dueAt": ("答复期限", "to be answered by"),
    "employerName": ("用人单位", "employer"),
    "employments": ("就业", "where you work"),
    "endedAt": ("终止时间", "ended at"),
    "endsAt": ("截止时间", "ends at"),
    "entry": ("日志编号", "log entry"),
    "erasedAfter": ("删除(英文)", "erased after (English)"),
    "erasedAfterZh": ("删除", "erased after (Chinese)"),
    "expiresOn": ("证件有效期", "expires on"),
    "family": ("姓", "family name"),
    "fieldGroups": ("信息类别", "field groups"),
    "fieldGroupsOnConsent": ("经同意的信息类别", "field groups on consent"),
    "firstAt": ("首次", "first at"),
    "floor": ("楼层", "storey"),
    "full": ("姓名", "full name"),
    "fullAddress": ("完整地址", "full address"),
    "given": ("名", "given name"),
    "givenAt": ("授权时间", "given at"),
    "happened": ("事件经过", "what happened"),
    "household": ("家庭户", "household"),
    "how": ("方式", "how"),
    "id": ("编号", "id"),
    "inWords": ("说明", "in words"),
    "isAllowed": ("是否同意", "allowed"),
    "isConfirmed": ("是否已确认", "confirmed"),
    "isObjectable": ("可否异议", "may be objected to"),
    "isProtected": ("地址受保护", "address protected"),
    "isRestrictable": ("可否限制", "may be restricted"),
    "issuer": ("签发方", "issuer"),
    "issuingCountry": ("签发国家", "issuing country"),
    "issuedAt": ("制发时间", "issued at"),
    "isWaiting": ("是否待受理", "waiting"),
    "kind": ("类型", "kind"),
    "knownAt": ("登记时间", "as known at"),
    "language": ("语言", "language"),
    "lastAt": ("最近", "last at"),
    "latin": ("拉丁字母姓名", "name in Latin letters"),
    "latinAddress": ("拉丁字母地址", "address in Latin letters"),
    "latinName": ("拉丁字母名称", "name in Latin letters"),
    "legalBasis": ("法律依据", "legal basis"),
    "legalSource": ("法律依据来源", "legal source"),
    "liftedAt": ("解除时间", "lifted at"),
    "linkedAt": ("关联时间", "linked at"),
    "locatorDesignator": ("门牌号", "number"),
    "lockedAfter": ("锁定(英文)", "locked after (English)"),
    "lockedAfterZh": ("锁定", "locked after (Chinese)"),
    "means": ("联系方式", "how to reach them"),
    "measures": ("已采取的措施", "what was done"),
    "members": ("成员", "members"),
    "name": ("名称", "name"),
    "notCovered": ("未包括", "not covered"),
    "noticeChannel": ("通知方式", "how you hear of news"),
    "notices": ("通知", "notices"),
    "notRestrictedEn": ("不可限制的原因(英文)", "why not restricted (English)"),
    "notRestrictedZh": ("不可限制的原因", "why not restricted (Chinese)"),
    "number": ("编号", "number"),
    "objections": ("异议", "objections"),
    "office": ("机关", "office"),
    "officeName": ("机关名称", "name of the office"),
    "officer": ("人员代号", "officer (pseudonym)"),
    "openedAt": ("立案时间", "opened at"),
    "operation": ("操作名称", "operation"),
    "outcome": ("结果", "outcome"),
    "passkeys": ("通行密钥", "passkeys"),
    "periods": ("保存期限", "how long what is kept"),
    "permissions": ("权限", "permissions"),
    "permittedOccupancy": ("核定人数", "permitted occupancy"),
    "policyVersion": ("规则版本", "policy version"),
    "postCode": ("邮编", "post code"),
    "processing": ("信息处理说明", "what is done with data"),
    "proof": ("证明方式", "proof"),
    "protections": ("地址保护", "protection of your address"),
    "provision": ("依据条款", "provision"),
    "purpose": ("目的", "purpose"),
    "purposeEn": ("目的(英文)", "purpose (English)"),
    "purposeText": ("目的说明", "purpose in words"),
    "purposeZh": ("目的(中文)", "purpose (Chinese)"),
    "raisedAt": ("提出时间", "raised at"),
    "readAt": ("已读时间", "read at"),
    "reason": ("理由", "reason"),
    "receipt": ("同意回执", "receipt"),
    "receiptCard": ("回执卡", "receipt card"),
    "recipient": ("接收部门(英文)", "recipient (English)"),
    "recipients": ("接收过信息的机关", "who got data of yours"),
    "recipientZh": ("接收部门", "recipient (Chinese)"),
    "recordedBy": ("登记机关", "recorded by"),
    "recordedFrom": ("登记起", "recorded from"),
    "recordedTo": ("登记止", "recorded to"),
    "refusals": ("被拒绝的办件", "what was refused to you"),
    "refusedAt": ("拒绝时间", "refused at"),
    "relation": ("关系", "relation"),
    "representedBy": ("代理您的人", "who acts for you"),
    "represents": ("您代理的人", "for whom you act"),
    "residenceHistory": ("居住经历", "where you have lived"),
    "residences": ("居住", "where you live"),
    "restrictions": ("限制处理", "what you restrict"),
    "revokedAt": ("撤回时间", "taken back at"),
    "role": ("性质", "role"),
    "room": ("房屋", "room"),
    "rule": ("规则", "rule"),
    "setAt": ("设定时间", "set at"),
    "signIns": ("登录", "sign-ins"),
    "since": ("自", "since"),
    "source": ("来源", "source"),
    "state": ("状态", "state"),
    "statement": ("答复", "answer in words"),
    "storeys": ("层数", "storeys"),
    "subject": ("本人编号", "your id"),
    "supervisoryAuthority": ("监督机关", "supervisory authority"),
    "tenancies": ("租赁", "what you rent"),
    "thoroughfare": ("道路", "street"),
    "toldAt": ("告知时间", "told at"),
    "toldOf": ("已告知变动", "told of"),
    "transferBlocks": ("禁止提供", "departments you block"),
    "transferRequestedAt": ("移交申请时间", "transfer asked for at"),
    "transferTo": ("拟移交机关", "transfer to"),
    "unit": ("行政区划", "administrative unit"),
    "until": ("至", "until"),
    "url": ("网址", "address on the web"),
    "validFrom": ("有效起", "valid from"),
    "validTo": ("有效止", "valid to"),
    "version": ("版本", "version"),
    "workplace": ("工作地点", "workplace"),
}
"""What each field of the record is called on paper, in Chinese and in English; a test holds that none is missing."""

_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(\.\d+)?Z")
_NOTHING = "—"
_YES_AND_NO = {True: "是 / yes", False: "否 / no"}


def record_page(content: Mapping[str, Any], signature: str) -> str:
    """The page. `content` is an export's (docs/export.md), `signature` the log's note over it."""
    log = content["log"]
    values = {
        "made_at": _text("madeAt", content["madeAt"]),
        "policy_version": escape(content["policyVersion"]),
        "number": str(log["number"]),
        "first": str(log["from"]),
        "last": str(log["to"]),
        "head": escape(log["head"]),
        "key": escape(log["key"]),
        "signature": escape(signature),
        "record": _object(content["record"]),
        "versions": "\n".join(f'<div class="item">{_object(item)}</div>' for item in content["versions"]),
        "log": "\n".join(map(_entry, log["entries"])),
    }
    return _template().substitute(values)


@cache
def _template() -> Template:
    return Template(Path(__file__).with_name("record_page.html").read_text(encoding="utf-8"))


def _object(value: Mapping[str, Any]) -> str:
    """Its fields, one below the other, in the order in which they were asked."""
    return (
        f"<dl>{''.join(f'<dt>{_label(name)}</dt><dd>{_value(name, item)}</dd>' for name, item in value.items())}</dl>"
    )


def _label(name: str) -> str:
    chinese, english = LABELS[name]
    return f"{escape(chinese)} / {escape(english)}"


def _value(name: str, value: Any) -> str:
    if value is None or value == []:
        return _NOTHING
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, list):
        return _list(name, value)
    return escape(_YES_AND_NO[value]) if isinstance(value, bool) else _text(name, str(value))


def _text(name: str, value: str) -> str:
    """A value of an enumeration in words of two languages, an instant to its minute, any other as it is."""
    if name in CODED and value in VALUES:
        return escape(" / ".join(VALUES[value]))
    at = _INSTANT.fullmatch(value)
    return escape(f"{at[1]} {at[2]} UTC" if at else value)


def _list(name: str, items: Sequence[Any]) -> str:
    if any(isinstance(item, Mapping) for item in items):
        return "".join(f'<div class="item">{_value(name, item)}</div>' for item in items)
    return "; ".join(_value(name, item) for item in items)


def _entry(entry: Mapping[str, Any]) -> str:
    """A line of the log, in words of two languages; an objection to it stands with the objections."""
    what = f"{escape(entry['summaryZh'])}<br>{escape(entry['summaryEn'])}"
    if entry["rule"]:
        what += f"<br><code>{escape(entry['rule'])}</code>"
    cells = (
        str(entry["number"]),
        _value("at", entry["at"] or entry["erasedAt"]),
        what,
        _value("case", entry["case"]),
        _value("officer", entry["officer"]),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
