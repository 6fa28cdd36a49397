"""A year after moving away the record is locked: offices get nobody, the person everything; and coming back is possible."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.case.counter import Resident, make_code, officers, open_case, residents
from tests.retention.making import TODAY, ask, years_ago
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

_LOOK = (
    "query Look($number: String!) { case(number: $number) { number subject { name { full } residences { role } } } }"
)
_ME = "{ me { name { full } residenceHistory(first: 9) { nodes { validTo } } } }"


@pytest.fixture(scope="module")
def people(city: City) -> Iterator[Resident]:
    """From the other end than those who have something erased."""
    return reversed(list(residents(city)))


@pytest.fixture
def gone(hub: Hub, people: Iterator[Resident]) -> Resident:
    """Somebody who moved away more than a year ago."""
    return _moved(hub, next(people), years_ago(1) - timedelta(days=2))


def _moved(hub: Hub, resident: Resident, day: date) -> Resident:
    assert ask(hub, "move_away", person=resident.person, day=day.isoformat())[0][0] >= 1
    return resident


@pytest.fixture(scope="module")
def health(city: City) -> Who:
    """An officer for whose purpose cases of another kind than registration are opened."""
    return officers(city, "health", "health-service", level=6)[0]


@pytest.fixture(scope="module")
def station(city: City) -> Who:
    return officers(city, "registration", "resident-registration", level=9)[-1]


def _opened(hub: Hub, who: Who, resident: Resident, kind: str) -> str:
    answer = open_case(hub, who, resident.shows(kind, code=make_code(hub, resident)))
    assert answer.errors == []
    number: str = answer.data["openCase"]["case"]["number"]
    return number


def _look(hub: Hub, who: Who, number: str) -> Answer:
    answer = hub.ask(who, _LOOK, {"number": number})
    assert answer.data["case"]["number"] == number
    return answer


def test_an_office_gets_nobody_and_the_person_everything(hub: Hub, health: Who, gone: Resident) -> None:
    number = _opened(hub, health, gone, "HEALTH_SERVICE")
    answer = _look(hub, health, number)
    assert answer.data["case"]["subject"] is None
    assert "PERSON_NAME" in answer.json["extensions"]["withheld"]
    me = hub.ask(gone.who, _ME).data["me"]
    assert me["name"]["full"]
    assert me["residenceHistory"]["nodes"]


def test_before_the_year_is_over_nothing_is_locked(hub: Hub, health: Who, people: Iterator[Resident]) -> None:
    resident = _moved(hub, next(people), years_ago(1) + timedelta(days=2))
    number = _opened(hub, health, resident, "HEALTH_SERVICE")
    assert _look(hub, health, number).data["case"]["subject"]["name"]["full"]


def test_who_comes_back_registers_anew_with_a_proof_and_is_locked_no_longer(
    hub: Hub, health: Who, station: Who, gone: Resident
) -> None:
    """The registration's own case shows them, for they are there and say who they are."""
    assert _look(hub, station, _opened(hub, station, gone, "REGISTRATION")).data["case"]["subject"]["name"]["full"]
    number = _opened(hub, health, gone, "HEALTH_SERVICE")
    assert _look(hub, health, number).data["case"]["subject"] is None
    assert ask(hub, "move_back", person=gone.person, day=TODAY.isoformat()) == [[1]]
    assert _look(hub, health, number).data["case"]["subject"]["name"]["full"]


def test_what_an_officer_attests_shows_nobody(hub: Hub, station: Who, gone: Resident) -> None:
    answer = open_case(hub, station, gone.shows())
    assert answer.errors == []
    assert answer.data["openCase"]["case"]["subject"] is None
