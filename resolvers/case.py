"""The rules by which a case is opened (design §4, door 3). Pure: what was shown goes in, a verdict out."""

from datetime import timedelta

from model import limits
from model.counter import AtCounter, Opening, Shown
from model.states import CaseKind, CaseProof, Permission

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
    CaseKind.DATA_RIGHTS: timedelta(days=30),
}
"""How long a case that a resident opens lasts, by its kind. Kinds about places are opened by no resident."""


def judge_opening(at_counter: AtCounter) -> Opening | None:
    """The case that may be opened, or None: one answer for unknown, wrong, protected, and too many.

    A proof must be that of the document's holder; whether the document has expired is then no matter. Without one, the
    case is attested by the officer alone: narrow, on a document that is valid, never for a protected person, and few a
    day. After many refusals in a day nothing is opened to that officer: whoever guesses never learns what was right.
    """
    term = TERM.get(at_counter.kind)
    holders = [item for item in at_counter.shown if item.is_document_right]
    is_attested = at_counter.proof is CaseProof.OFFICER_ATTESTED
    if not is_attested:
        holders = [item for item in holders if item.proved_by == item.person]
    if term is None or len(holders) != 1 or at_counter.refused_today >= limits.COUNTER_REFUSALS_PER_DAY_MAX:
        return None
    holder = holders[0]
    if is_attested and not _may_be_attested(at_counter, holder):
        return None
    permissions = frozenset[Permission]() if is_attested else holder.permissions
    return Opening(person=holder.person, proof=at_counter.proof, permissions=permissions, term=term)


def _may_be_attested(at_counter: AtCounter, holder: Shown) -> bool:
    if holder.is_protected or at_counter.has_expired:
        return False
    return at_counter.attested_today < limits.CASES_ATTESTED_PER_DAY_MAX
