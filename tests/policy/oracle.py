"""The policy once more, as one plain function written from the design, without Cedar, its rules or its lists.

It reads no file of `hub/policy/`: where the two disagree, one of them is wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.callers import Question

_PRINTED = {"PERSON_NAME", "PERSON_BIRTH", "PERSON_DOCUMENT"}
_OF_A_PERSON = _PRINTED | {
    "PARTY_NAME",
    "PERSON_MEANS_OF_CONTACT",
    "RESIDENCE",
    "TENANCY",
    "EMPLOYMENT",
    "HOUSEHOLD",
    "HISTORY",
    "DECLARED_CONTACTS",
    "EVIDENCE",
    "ACCESS_LOG",
    "CONSENT",
    "NOTICE",
    "REPRESENTATION",
    "RIGHTS",
    "OBJECTION",
}
_WITH_THE_RESIDENT = {"ONE_TIME_CODE", "PASSKEY", "RECEIPT_CARD", "ONLINE", "OFFICER_ATTESTED"}
_OFFICES = {
    "registration",
    "residence-permit",
    "housing",
    "labour",
    "education",
    "health",
    "social-security",
    "civil-affairs",
    "legal-aid",
    "tax",
    "statistics",
    "coordination",
    "data-protection",
}
_CLIENTS = _OFFICES | {"employer-portal", "landlord-portal", "resident"}


@dataclass(frozen=True)
class _Task:
    """What one purpose is for: whose it is, its cases, what it opens always, and what it opens in a case.

    `kinds` says of each kind of case whether a resident can be its subject.
    """

    client: str
    always: str = ""
    in_case: str = ""
    kinds: Mapping[str, bool] = field(default_factory=dict)
    can_open: bool = True


_REGISTER = "CASE PERSON_NAME PERSON_BIRTH PERSON_DOCUMENT RESIDENCE TENANCY HOUSEHOLD HISTORY DECLARED_CONTACTS"
_TASKS = {
    "resident-registration": _Task("registration", "PLACE", _REGISTER, {"REGISTRATION": True}),
    "registration-correction": _Task("registration", "PLACE", _REGISTER, {"REGISTRATION": True}),
    "system-administration-import": _Task("registration"),
    "notice-delivery": _Task("registration"),
    "retention": _Task("registration"),
    "access-audit": _Task("data-protection"),
    "breach-notification": _Task("data-protection"),
    "continuous-residence-check": _Task(
        "residence-permit",
        "PLACE",
        "CASE PERSON_NAME PERSON_BIRTH RESIDENCE EMPLOYMENT HISTORY",
        {"RESIDENCE_PERMIT": True},
    ),
    "housing-safety-inspection": _Task(
        "housing",
        "PLACE BAND ORGANISATION LETTING LICENCE INSPECTION COMPLAINT VIEW CASE",
        "PARTY_NAME",
        kinds={"HOUSING_INSPECTION": False},
        can_open=False,
    ),
    "landlord-licensing": _Task(
        "housing",
        "PLACE ORGANISATION LETTING LICENCE INSPECTION COMPLAINT VIEW CASE",
        "PARTY_NAME",
        kinds={"HOUSING_INSPECTION": False},
        can_open=False,
    ),
    "rental-registration": _Task("housing", "PLACE ORGANISATION LETTING LICENCE"),
    "housing-service": _Task(
        "housing", "PLACE ORGANISATION LETTING", "CASE PERSON_NAME RESIDENCE HOUSEHOLD", {"HOUSING_SERVICE": True}
    ),
    "workplace-inspection": _Task(
        "labour",
        "PLACE BAND ORGANISATION EMPLOYER INSPECTION COMPLAINT VIEW CASE",
        "PARTY_NAME",
        kinds={"LABOUR_INSPECTION": False},
        can_open=False,
    ),
    "wage-complaint": _Task(
        "labour",
        "PLACE ORGANISATION EMPLOYER",
        "CASE INSPECTION COMPLAINT PARTY_NAME PERSON_NAME EMPLOYMENT",
        {"LABOUR_COMPLAINT": True, "LABOUR_INSPECTION": False},
    ),
    "school-enrolment": _Task(
        "education", "", "CASE PLACE PERSON_NAME PERSON_BIRTH RESIDENCE HOUSEHOLD", {"SCHOOL_ENROLMENT": True}
    ),
    "health-service": _Task("health", "", "CASE PLACE PERSON_NAME PERSON_BIRTH RESIDENCE", {"HEALTH_SERVICE": True}),
    "social-security-benefit": _Task(
        "social-security", "", "CASE PLACE PERSON_NAME PERSON_BIRTH RESIDENCE EMPLOYMENT", {"SOCIAL_SECURITY": True}
    ),
    "civil-affairs-service": _Task(
        "civil-affairs", "", "CASE PLACE PERSON_NAME PERSON_BIRTH RESIDENCE HOUSEHOLD", {"CIVIL_AFFAIRS": True}
    ),
    "legal-aid": _Task("legal-aid", "", "CASE PLACE PERSON_NAME TENANCY EMPLOYMENT", {"LEGAL_AID": True}),
    "rental-tax": _Task("tax", "PLACE ORGANISATION LETTING LICENCE"),
    "objection": _Task("data-protection", "", "CASE OBJECTION", {"OBJECTION": True}),
    "data-subject-rights": _Task("registration", "", "CASE", {"DATA_RIGHTS": True}),
}


def may_read(asked: Question, group: str) -> bool:
    """Whether the design opens `group` to this question."""
    if not makes_sense(asked):
        return False
    if asked.client == "resident":
        own = (_OF_A_PERSON - {"PARTY_NAME"}) | {"CASE", "PLACE", "ORGANISATION"}
        return group == "VIEWER" or (asked.is_own_record and group in own)
    if asked.is_own_record or group == "VIEWER":
        return group == "VIEWER" and not asked.is_own_record
    if asked.purpose is None:
        return group == "PLACE" and asked.client in _OFFICES
    task = _TASKS[asked.purpose]
    if group in task.always.split():
        return True
    return asked.has_case and group in task.in_case.split() and _fits_the_case(task, asked, group)


def may_open(asked: Question) -> bool:
    """Whether the design lets a case be opened at the counter."""
    if not makes_sense(asked) or not asked.has_case or asked.is_own_record or asked.purpose is None:
        return False
    task = _TASKS[asked.purpose]
    is_of_a_resident = task.kinds[str(asked.case_kind)]
    return task.can_open and is_of_a_resident and str(asked.proof) in _WITH_THE_RESIDENT


def may_export(asked: Question) -> bool:
    """Whether the design gives the whole record and log in one piece: to its resident, or at the counter, by their proof."""
    if not makes_sense(asked):
        return False
    if asked.is_own_record or asked.client == "resident":
        return asked.client == "resident" and asked.is_own_record and not asked.has_case
    is_for_rights = asked.purpose == "data-subject-rights" and str(asked.case_kind) == "DATA_RIGHTS"
    return asked.has_case and is_for_rights and str(asked.proof) in {"ONE_TIME_CODE", "PASSKEY", "RECEIPT_CARD"}


def makes_sense(asked: Question) -> bool:
    """Whether client, purpose and case belong together."""
    if asked.client not in _CLIENTS:
        return False
    if asked.purpose is not None and (asked.purpose not in _TASKS or _TASKS[asked.purpose].client != asked.client):
        return False
    if not asked.has_case:
        permissions = (asked.has_history_permission, asked.has_contacts_permission)
        return asked.case_kind is None and asked.proof is None and not any(permissions)
    return asked.purpose is not None and asked.case_kind in _TASKS[asked.purpose].kinds and asked.proof is not None


def _fits_the_case(task: _Task, asked: Question, group: str) -> bool:
    """Of a person: only in a resident's case, with what the resident gave for it. A party: in an office's inspection."""
    if group not in _OF_A_PERSON:
        return True
    if group == "PARTY_NAME":
        return not task.kinds[str(asked.case_kind)] and str(asked.proof) == "EX_OFFICIO"
    if not task.kinds[str(asked.case_kind)] or str(asked.proof) not in _WITH_THE_RESIDENT:
        return False
    if str(asked.proof) == "OFFICER_ATTESTED":
        return group in _PRINTED
    if group == "HISTORY":
        return asked.has_history_permission
    return group != "DECLARED_CONTACTS" or asked.has_contacts_permission
