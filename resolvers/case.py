"""The rules by which a case is opened at a counter (design §4, door 3). Pure: what was shown goes in, a verdict out."""

from datetime import timedelta

from hub import limits
from hub.model.counter import AtCounter, Opening
from hub.model.states import CaseKind, CaseProof

TERM: dict[CaseKind, timedelta] = {
    CaseKind.REGISTRATION: timedelta(days=30),
    CaseKind.RESIDENCE_PERMIT: timedelta(days=90),
    CaseKind.HOUSING_SERVICE: timedelta(days=90),
    CaseKind.LABOUR_COMPLAINT: timedelta(days=180),
    CaseKind.SCHOOL_ENROLMENT: timedelta(days=90),
    CaseKind.HEALTH_SERVICE: timedelta(days=30),
    CaseKind.SOCIAL_SECURITY: timedelta(days=90),
    CaseKind.CIVIL_AFFAIRS: timedelta(days=90),
    CaseKind.LEGAL_AID: timedelta(days=180),
    CaseKind.OBJECTION: timedelta(days=180),  # longer than the answer may take: a late one must still be possible
}
"""How long a case that a resident opens lasts, by its kind. Kinds about places are not opened at the counter."""


def judge_opening(at_counter: AtCounter) -> Opening | None:
    """The case that may be opened, or None: one answer for unknown, wrong, protected, and too many.

    With a code, it must be that of the document's holder; whether the document has expired is then no matter. Without,
    the case is attested by the officer alone: narrow, on a document that is valid, never for a protected person, and
    few a day.
    """
    term = TERM.get(at_counter.kind)
    holders = [item for item in at_counter.shown if item.is_document_right]
    if at_counter.has_code:
        holders = [item for item in holders if item.code_given_by == item.person]
    if term is None or len(holders) != 1:
        return None
    holder = holders[0]
    if at_counter.has_code:
        proof = CaseProof.ONE_TIME_CODE
        return Opening(person=holder.person, proof=proof, permissions=holder.permissions, term=term)
    if holder.is_protected or at_counter.has_expired:
        return None
    if at_counter.attested_today >= limits.CASES_ATTESTED_PER_DAY_MAX:
        return None
    return Opening(person=holder.person, proof=CaseProof.OFFICER_ATTESTED, permissions=frozenset(), term=term)
