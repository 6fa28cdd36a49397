"""What is shown at a counter, and the case that may be opened on it: values between the gate and the rule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from model.ids import PersonId
from model.states import CaseKind, CaseProof, Permission


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A document's holder as the register knows them, and whose proof was shown beside it, if it is anybody's."""

    person: PersonId
    is_protected: bool
    is_document_right: bool  # number and expiry are those which are recorded
    proved_by: PersonId | None
    permissions: frozenset[Permission]


@dataclass(frozen=True, kw_only=True)
class AtCounter:
    """Everything the rule looks at: the kind of case, what was shown, and what the officer did today.

    `proof` is the kind of what was shown: `OFFICER_ATTESTED` when it was the document alone. `has_expired` says so of
    the document, by the day which the clerk entered.
    """

    kind: CaseKind
    shown: Sequence[Shown]
    proof: CaseProof
    has_expired: bool
    attested_today: int
    refused_today: int


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A case that may be opened: for whom, on which proof, with what allowed, for how long."""

    person: PersonId
    proof: CaseProof
    permissions: frozenset[Permission]
    term: timedelta


OpeningRule = Callable[[AtCounter], Opening | None]
