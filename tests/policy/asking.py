"""What the tests of the policy share: questions, as they can be asked, and as nobody should be able to ask them."""

from collections.abc import Iterator
from itertools import product

from hub.policy import clients, purposes
from model.callers import Question
from model.ids import ClientId, PurposeId
from model.states import CaseKind, CaseProof

_BOOLEANS = (False, True)

NEED_A_CASE = {
    "resident-registration",
    "registration-correction",
    "continuous-residence-check",
    "school-enrolment",
    "health-service",
    "social-security-benefit",
    "civil-affairs-service",
    "legal-aid",
    "objection",
    "data-subject-rights",
}
"""The purposes that are about a resident, by hand."""


def reachable() -> Iterator[Question]:
    """Every question which the closed lists let through."""
    for client in clients():
        yield from (Question(client=client, purpose=None, is_own_record=own) for own in _BOOLEANS)
    for purpose in purposes().values():
        for client, own in product(sorted(purpose.clients), _BOOLEANS):
            yield Question(client=client, purpose=purpose.id, is_own_record=own)
            for kind, proof, history, contacts in product(purpose.case_kinds, CaseProof, _BOOLEANS, _BOOLEANS):
                yield Question(
                    client=client,
                    purpose=purpose.id,
                    case_kind=kind,
                    proof=proof,
                    is_own_record=own,
                    has_case=True,
                    has_history_permission=history,
                    has_contacts_permission=contacts,
                )


def every() -> Iterator[Question]:
    """Every combination of what stands in a question, sense or not, with a client and a purpose that are unknown."""
    asked_by = (*clients(), ClientId("police"))
    asked_for = (*purposes(), PurposeId("curiosity"), None)
    kinds, proofs = (*CaseKind, None), (*CaseProof, None)
    for client, purpose, kind, proof in product(asked_by, asked_for, kinds, proofs):
        for own, case, history, contacts in product(*[_BOOLEANS] * 4):
            yield Question(
                client=client,
                purpose=purpose,
                case_kind=kind,
                proof=proof,
                is_own_record=own,
                has_case=case,
                has_history_permission=history,
                has_contacts_permission=contacts,
            )
