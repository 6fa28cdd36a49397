"""What is done with personal data, by purpose and department, in the words of a notice. Worked out by asking the policy.

So it is true by construction of what requests get. What commands do, which the policy's groups don't decide, is stated
here beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from hub.policy.matrix import PLACE_KINDS
from hub.policy.purposes import Client, Purpose, clients, purposes
from model.callers import Decision, Question
from model.groups import PERSON_GROUPS, FieldGroup
from model.ids import PurposeId
from model.states import CaseProof

CONSENT_BASIS = "A6-1-a"
"""The basis of what is open by the resident's consent alone."""

_OBJECTABLE = ("A6-1-e", "A6-1-f")  # GDPR art. 21 (1)
_OWN_AFFAIRS = frozenset({FieldGroup.CONSENT, FieldGroup.NOTICE, FieldGroup.REPRESENTATION, FieldGroup.RIGHTS})

# What is done without a question to the policy: by commands, and at the counter by the clerk's hand for the resident.
_BESIDE_QUESTIONS: Mapping[PurposeId, frozenset[FieldGroup]] = {
    PurposeId("notice-delivery"): frozenset({FieldGroup.NOTICE, FieldGroup.PERSON_MEANS_OF_CONTACT}),
    PurposeId("breach-notification"): frozenset({FieldGroup.ACCESS_LOG, FieldGroup.NOTICE}),
    PurposeId("access-audit"): frozenset({FieldGroup.ACCESS_LOG}),
    PurposeId("data-subject-rights"): PERSON_GROUPS - {FieldGroup.PARTY_NAME},
    PurposeId("system-administration-import"): PERSON_GROUPS - _OWN_AFFAIRS - {FieldGroup.ACCESS_LOG},
    PurposeId("retention"): PERSON_GROUPS - {FieldGroup.PARTY_NAME},
}


class Judge(Protocol):
    """What is asked: `hub.policy.Policy`."""

    def decide(self, question: Question, groups: frozenset[FieldGroup]) -> Decision: ...


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What one department may do for one purpose: with which field groups, and with which only by consent."""

    purpose: Purpose
    client: Client
    groups: frozenset[FieldGroup]
    on_consent: frozenset[FieldGroup]

    @property
    def is_objectable(self) -> bool:
        """Whether one may object to it: it rests on a task of the city's, not on a duty by law (GDPR art. 21 (1))."""
        return any(term.startswith(_OBJECTABLE) for term in self.purpose.legal_basis.split())

    def said(self) -> dict[str, Any]:
        """As `ProcessingActivity` names it."""
        return {
            "purpose": self.purpose.id,
            "purposeEn": self.purpose.description,
            "purposeZh": self.purpose.description_zh,
            "client": self.client.id,
            "recipient": self.client.name,
            "recipientZh": self.client.name_zh,
            "fieldGroups": sorted(self.groups),
            "fieldGroupsOnConsent": sorted(self.on_consent),
            "legalBasis": self.purpose.legal_basis,
            "isObjectable": self.is_objectable,
            "isRestrictable": self.purpose.is_restrictable,
            "notRestrictedEn": self.purpose.not_restricted,
            "notRestrictedZh": self.purpose.not_restricted_zh,
        }


def activities(policy: Judge) -> tuple[Activity, ...]:
    """Everything that is done with personal data, in the order of the closed lists."""
    return tuple(
        found
        for purpose in purposes().values()
        for client in sorted(purpose.clients)
        if (found := _activity(policy, purpose, clients()[client])).groups | found.on_consent
    )


def _activity(policy: Judge, purpose: Purpose, client: Client) -> Activity:
    groups, allowed = set(_BESIDE_QUESTIONS.get(purpose.id, ())), set[FieldGroup]()
    for question in _questions(purpose, client):
        opened = policy.decide(question, PERSON_GROUPS).allowed
        (allowed if question.has_history_permission else groups).update(opened)
    return Activity(purpose=purpose, client=client, groups=frozenset(groups), on_consent=frozenset(allowed - groups))


def _questions(purpose: Purpose, client: Client) -> Iterator[Question]:
    """The widest case of each kind, without what the resident may allow beyond and with it."""
    for kind in sorted(purpose.case_kinds):
        proof = CaseProof.EX_OFFICIO if kind in PLACE_KINDS else CaseProof.ONE_TIME_CODE
        for permitted in (False, True) if kind not in PLACE_KINDS else (False,):
            yield Question(
                client=client.id,
                purpose=purpose.id,
                case_kind=kind,
                proof=proof,
                has_case=True,
                has_history_permission=permitted,
                has_contacts_permission=permitted,
            )
