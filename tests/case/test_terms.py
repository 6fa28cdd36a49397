"""A case ends by itself: at its term the next request is refused, with no job that closes it, whatever the clock did."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from hub.gate import pipeline
from model.states import CaseKind
from model.times import now
from resolvers.case import TERM
from tests.case.counter import Resident, make_code, open_case
from tests.case.proofs import (
    accept,
    assert_refused,
    challenge,
    close,
    make_card,
    make_passkey,
    name_deputy,
    only,
    open_online,
    own_case,
    read,
    request_transfer,
    waiting,
)
from tests.support.hub import Hub, Who

SERVED = {
    CaseKind.REGISTRATION: ("registration", "resident-registration"),
    CaseKind.RESIDENCE_PERMIT: ("residence-permit", "continuous-residence-check"),
    CaseKind.HOUSING_SERVICE: ("housing", "housing-service"),
    CaseKind.LABOUR_COMPLAINT: ("labour", "wage-complaint"),
    CaseKind.SCHOOL_ENROLMENT: ("education", "school-enrolment"),
    CaseKind.HEALTH_SERVICE: ("health", "health-service"),
    CaseKind.SOCIAL_SECURITY: ("social-security", "social-security-benefit"),
    CaseKind.CIVIL_AFFAIRS: ("civil-affairs", "civil-affairs-service"),
    CaseKind.LEGAL_AID: ("legal-aid", "legal-aid"),
}
_DAYS = {30: "REGISTRATION HEALTH_SERVICE DATA_RIGHTS", 180: "LABOUR_COMPLAINT LEGAL_AID OBJECTION"}
_SOON = timedelta(milliseconds=1)


@dataclass
class Clock:
    """The hub's clock, which a test steps: `ahead` of the right time."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return now() + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Steps the clock by which the gate dates a request. Tokens go by the right one."""
    stepped = Clock()
    monkeypatch.setattr(pipeline, "now", stepped.now)
    return stepped


def test_each_kind_that_a_resident_opens_has_a_term() -> None:
    """So have those of an objection and of rights; they show no record, so they are read in tests of their own."""
    of_residents = {*SERVED, CaseKind.OBJECTION, CaseKind.DATA_RIGHTS}
    assert of_residents == set(TERM) == set(CaseKind) - {CaseKind.HOUSING_INSPECTION, CaseKind.LABOUR_INSPECTION}
    days = {kind: days for days, kinds in _DAYS.items() for kind in kinds.split()}
    assert {kind.value: term.days for kind, term in TERM.items()} == {kind: days.get(kind, 90) for kind in of_residents}


@pytest.mark.parametrize("kind", sorted(SERVED))
def test_a_case_of_each_kind_ends_by_itself_at_its_term(
    hub: Hub, clock: Clock, official: Callable[[str, str], Who], people: Iterator[Resident], kind: CaseKind
) -> None:
    """A millisecond before (and a little more, for the requests on the way) it is open; from its end on it is closed."""
    officer, somebody = official(*SERVED[kind]), next(people)
    shown = somebody.shows(kind.value, code=make_code(hub, somebody))
    number = only(open_case(hub, officer, shown))["case"]["number"]
    ends_at = datetime.fromisoformat(own_case(hub, somebody, number)["endsAt"])
    clock.ahead = TERM[kind] - timedelta(minutes=5)
    assert read(hub, officer, number).errors == []
    assert own_case(hub, somebody, number)["state"] == "OPEN"
    clock.ahead = ends_at - now() + _SOON
    assert read(hub, officer, number).codes == ["CASE_CLOSED"]
    assert own_case(hub, somebody, number)["state"] == "CLOSED"


def test_at_its_end_nothing_is_done_in_a_case(hub: Hub, clock: Clock, own_clerk: Who, somebody: Resident) -> None:
    shown = somebody.shows(code=make_code(hub, somebody))
    number = only(open_case(hub, own_clerk, shown))["case"]["number"]
    clock.ahead = TERM[CaseKind.REGISTRATION] + _SOON
    answers = [
        close(hub, own_clerk, number),
        name_deputy(hub, own_clerk, number, None),
        request_transfer(hub, own_clerk, number, officer="nobody"),
    ]
    for answer in answers:
        assert_refused(answer, "CASE_CLOSED")


def test_a_case_that_nobody_accepted_ends_too_and_makes_room(
    hub: Hub, clock: Clock, own_clerk: Who, newcomer: Resident
) -> None:
    numbers = [only(open_online(hub, newcomer, own_clerk))["number"] for _ in range(5)]
    assert_refused(open_online(hub, newcomer, own_clerk), "CONFLICT")
    clock.ahead = TERM[CaseKind.REGISTRATION] + _SOON
    assert not set(waiting(hub, own_clerk)) & set(numbers)
    assert_refused(accept(hub, own_clerk, numbers[0]), "CONFLICT")
    assert only(open_online(hub, newcomer, own_clerk))["number"] not in numbers


def test_a_clock_that_is_set_back_gives_no_used_proof_another_use(
    hub: Hub, clock: Clock, own_clerk: Who, somebody: Resident
) -> None:
    """A term is a matter of the hub's clock, set right or wrong; that a code or a challenge was used is not."""
    code = make_code(hub, somebody)
    passkey = make_passkey(hub, somebody)
    signed = passkey.sign(challenge(hub, own_clerk))
    number = only(open_case(hub, own_clerk, somebody.shows(code=code)))["case"]["number"]
    only(open_case(hub, own_clerk, somebody.shows(passkey=signed)))
    clock.ahead = TERM[CaseKind.REGISTRATION]
    assert read(hub, own_clerk, number).codes == ["CASE_CLOSED"]
    clock.ahead = -timedelta(minutes=10)
    assert read(hub, own_clerk, number).errors == []
    for proof in ({"code": code}, {"passkey": signed}):
        assert_refused(open_case(hub, own_clerk, somebody.shows(**proof)), "SUBJECT_NOT_AVAILABLE")


def test_a_clock_that_is_set_ahead_ends_codes_and_challenges_and_no_card(
    hub: Hub, clock: Clock, own_clerk: Who, somebody: Resident
) -> None:
    code, card = make_code(hub, somebody), make_card(hub, somebody)
    signed = make_passkey(hub, somebody).sign(challenge(hub, own_clerk))
    clock.ahead = timedelta(minutes=16)
    for proof in ({"code": code}, {"passkey": signed}):
        assert_refused(open_case(hub, own_clerk, somebody.shows(**proof)), "SUBJECT_NOT_AVAILABLE")
    assert open_case(hub, own_clerk, somebody.shows(card=card)).errors == []
