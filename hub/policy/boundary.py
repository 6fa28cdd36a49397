"""What no policy set may ever open (design §1, §2, §4), in plain Python: Cedar is not asked what Cedar should keep.

The constitution says much of it as policies; this says it once more, beside them, and looks at what a set decides, not at
how it is written. So it holds too where the constitution has a gap, or a file is not what it claims to be. It does not
say what a department should get: within the bounds that is the set's.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from hub.policy.purposes import purposes
from hub.policy.reach import reachable
from model.callers import Decision, Question
from model.errors import SetupError
from model.groups import PERSON_GROUPS, PRINTED, FieldGroup
from model.ids import ClientId
from model.states import CaseKind, CaseProof

RESIDENT = ClientId("resident")
_OWN_AFFAIRS = frozenset({FieldGroup.CONSENT, FieldGroup.NOTICE, FieldGroup.REPRESENTATION, FieldGroup.RIGHTS})
_DATA_PROTECTION = ClientId("data-protection")
_REGISTRATION = ClientId("registration")
_AT_A_COUNTER = frozenset({CaseProof.ONE_TIME_CODE, CaseProof.PASSKEY, CaseProof.RECEIPT_CARD})
_NUMBERS = frozenset({ClientId("statistics"), ClientId("coordination")})
_PORTALS = frozenset({ClientId("employer-portal"), ClientId("landlord-portal")})
_INSPECTIONS = frozenset({CaseKind.HOUSING_INSPECTION, CaseKind.LABOUR_INSPECTION})
_WITH_THE_RESIDENT = frozenset(CaseProof) - {CaseProof.EX_OFFICIO}
_OPEN_TO_ALL = frozenset({FieldGroup.VIEWER, FieldGroup.PLACE})
_ALL_GROUPS = frozenset(FieldGroup)


class Judge(Protocol):
    """What is looked at: `hub.policy.Policy`."""

    def decide(self, question: Question, groups: frozenset[FieldGroup]) -> Decision: ...
    def may_open_case(self, question: Question) -> bool: ...
    def may_export(self, question: Question) -> bool: ...


def _never(*_: object) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Bound:
    """One thing that stays shut: which reads cross it, which openings of a case, which exports of a whole record."""

    name: str
    sentence: str
    reads: Callable[[Question, FieldGroup], bool] = _never
    openings: Callable[[Question], bool] = _never
    exports: Callable[[Question], bool] = _never


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """A combination that a set opens across a bound; `group` is None where it is an export, or the opening of a case."""

    bound: Bound
    question: Question
    group: FieldGroup | None
    is_export: bool = False

    def __str__(self) -> str:
        """One sentence: which bound, and the whole combination."""
        done = "exports a whole record" if self.is_export else "opens a case"
        done = done if self.group is None else f"gets `{self.group}`"
        bound, client = self.bound, self.question.client
        return f"the policy set crosses the bound `{bound.name}` ({bound.sentence}): `{client}` {done} {_said(self.question)}"


def _is_proved(asked: Question) -> bool:
    return asked.has_case and asked.proof in _WITH_THE_RESIDENT


BOUNDS = (
    Bound(
        name="a-person-has-three-doors",
        sentence="a person is reached by being oneself or in a case",
        reads=lambda asked, group: group in PERSON_GROUPS and not (asked.is_own_record or asked.has_case),
    ),
    Bound(
        name="own-record-is-the-residents",
        sentence="only a resident has a record of their own, and nothing but that record is read through that door",
        reads=lambda asked, _: asked.is_own_record and (asked.client != RESIDENT or asked.purpose is not None),
        openings=lambda asked: asked.is_own_record,
        exports=lambda asked: asked.is_own_record and asked.client != RESIDENT,
    ),
    Bound(
        name="a-resident-has-no-case-of-another",
        sentence="a resident reads their own record, never a case",
        reads=lambda asked, _: asked.client == RESIDENT and asked.has_case,
        openings=lambda asked: asked.client == RESIDENT,
    ),
    Bound(
        name="a-purpose-is-named",
        sentence="who doesn't say what for learns who they are and where their office lies, and no more",
        reads=lambda asked, group: asked.purpose is None and not asked.is_own_record and group not in _OPEN_TO_ALL,
        openings=lambda asked: asked.purpose is None,
    ),
    Bound(
        name="a-residents-purpose-needs-a-case",
        sentence="for a purpose that is about a resident nothing but places is open without that resident's case",
        reads=lambda asked, group: _lacks_its_case(asked) and group not in _OPEN_TO_ALL,
    ),
    Bound(
        name="a-case-has-its-resident",
        sentence="a case shows its person, and is opened at a counter, only with the resident",
        reads=lambda asked, group: (
            asked.has_case and group in PERSON_GROUPS - {FieldGroup.PARTY_NAME} and not _is_proved(asked)
        ),
        openings=lambda asked: not _is_proved(asked),
    ),
    Bound(
        name="history-is-the-residents-to-open",
        sentence="what once was takes the resident's permission",
        reads=lambda asked, group: (
            group is FieldGroup.HISTORY and not (asked.is_own_record or asked.has_history_permission)
        ),
    ),
    Bound(
        name="contacts-are-the-residents-to-open",
        sentence="declared contacts take the resident's permission",
        reads=lambda asked, group: (
            group is FieldGroup.DECLARED_CONTACTS and not (asked.is_own_record or asked.has_contacts_permission)
        ),
    ),
    Bound(
        name="the-log-is-the-persons-own",
        sentence="who looked at a person is that person's to read, and no case opens it",
        reads=lambda asked, group: group is FieldGroup.ACCESS_LOG and not asked.is_own_record,
    ),
    Bound(
        name="an-export-is-the-residents",
        sentence="a whole record in one piece is for its resident alone, or handed to them at the registration office's counter",
        exports=lambda asked: (
            not (
                asked.is_own_record
                or (
                    asked.client == _REGISTRATION
                    and asked.case_kind is CaseKind.DATA_RIGHTS
                    and asked.proof in _AT_A_COUNTER
                )
            )
        ),
    ),
    Bound(
        name="own-affairs-are-the-residents",
        sentence="what a resident allowed, was told and whom they stand for is shown to that resident",
        reads=lambda asked, group: group in _OWN_AFFAIRS and not asked.is_own_record,
    ),
    Bound(
        name="objections-go-to-data-protection",
        sentence="what a person objects to is between them and the data-protection office, in its case",
        reads=lambda asked, group: (
            group is FieldGroup.OBJECTION
            and not asked.is_own_record
            and not (asked.client == _DATA_PROTECTION and asked.case_kind is CaseKind.OBJECTION)
        ),
    ),
    Bound(
        name="an-attested-case-shows-what-is-printed",
        sentence="without the resident's proof a case shows what is printed on the document, and no more",
        reads=lambda asked, group: asked.proof is CaseProof.OFFICER_ATTESTED and group in PERSON_GROUPS - PRINTED,
    ),
    Bound(
        name="an-inspection-shows-no-person",
        sentence="an inspection is about a place: of persons it names its parties, and it is not opened at a counter",
        reads=lambda asked, group: asked.case_kind in _INSPECTIONS and group in PERSON_GROUPS - {FieldGroup.PARTY_NAME},
        openings=lambda asked: asked.case_kind in _INSPECTIONS,
    ),
    Bound(
        name="parties-are-named-in-inspections",
        sentence="a party is named in an inspection which an office holds about a place, and nowhere else",
        reads=lambda asked, group: (
            group is FieldGroup.PARTY_NAME
            and not (asked.case_kind in _INSPECTIONS and asked.proof is CaseProof.EX_OFFICIO)
        ),
    ),
    Bound(
        name="the-tax-office-sees-no-occupant",
        sentence="the tax office gets lettings and never who lives there",
        reads=lambda asked, group: asked.client == "tax" and group in PERSON_GROUPS,
    ),
    Bound(
        name="numbers-hold-no-person",
        sentence="statistics and coordination work with published numbers",
        reads=lambda asked, group: asked.client in _NUMBERS and group in PERSON_GROUPS,
    ),
    Bound(
        name="portals-see-no-person",
        sentence="employers and landlords see what they declared, never the register's record of a person",
        reads=lambda asked, group: asked.client in _PORTALS and group in PERSON_GROUPS,
    ),
)


def crossings(policy: Judge, questions: Iterable[Question] | None = None) -> Iterator[Crossing]:
    """What `policy` opens across a bound, in `questions`; in every one that can be asked, which takes seconds of CPU."""
    for question in reachable() if questions is None else questions:
        yield from _crossed_by(policy, question)


def check_boundary(policy: Judge) -> None:
    """Raises `SetupError` naming the first bound that `policy` crosses, and the combination that crosses it."""
    crossed = next(crossings(policy), None)
    if crossed is not None:
        raise SetupError(str(crossed))


def _crossed_by(policy: Judge, question: Question) -> Iterator[Crossing]:
    opened, is_opened = policy.decide(question, _ALL_GROUPS).allowed, policy.may_open_case(question)
    is_exported = policy.may_export(question)
    for bound in BOUNDS:
        for group in sorted(opened):
            if bound.reads(question, group):
                yield Crossing(bound=bound, question=question, group=group)
        if is_opened and bound.openings(question):
            yield Crossing(bound=bound, question=question, group=None)
        if is_exported and bound.exports(question):
            yield Crossing(bound=bound, question=question, group=None, is_export=True)


def _lacks_its_case(asked: Question) -> bool:
    purpose = None if asked.purpose is None else purposes().get(asked.purpose)
    return purpose is not None and purpose.is_case_required and not asked.has_case


def _said(asked: Question) -> str:
    """The combination in words: all that a decision depends on."""
    words = [f"for `{asked.purpose}`" if asked.purpose else "without a purpose"]
    if asked.is_own_record:
        words.append("in their own record")
    words.append(f"in a case `{asked.case_kind}` on `{asked.proof}`" if asked.has_case else "without a case")
    if asked.has_history_permission:
        words.append("with the permission for the history")
    if asked.has_contacts_permission:
        words.append("with the permission for the contacts")
    return ", ".join(words)
