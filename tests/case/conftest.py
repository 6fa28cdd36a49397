"""Residents and clerks for cases: each test takes its own, so that none uses up another's budget."""

from collections.abc import Callable, Iterator
from itertools import cycle

import pytest

from tests.case.counter import Resident, change, officers
from tests.support.hub import Hub, Who
from tests.support.store import City


@pytest.fixture(scope="session")
def clerks(hub: Hub, city: City) -> Iterator[Who]:
    """Clerks of community stations, one after the other. Who comes again has slept over it."""

    def rested() -> Iterator[Who]:
        for who in cycle(officers(city, "registration", "resident-registration")):
            change(hub, "rest_officer", officer=who.subject)
            yield who

    return rested()


@pytest.fixture(scope="session")
def offices(city: City) -> Iterator[list[Who]]:
    """The clerks of one district office after the other, three or more at each."""
    by_office: dict[str, list[Who]] = {}
    for who in officers(city, "registration", "resident-registration", level=6):
        by_office.setdefault(str(who.office), []).append(who)
    return cycle([clerks for clerks in by_office.values() if len(clerks) >= 3])


@pytest.fixture
def somebody(people: Iterator[Resident]) -> Resident:
    """A resident of this test's own."""
    return next(people)


@pytest.fixture
def own_clerk(clerks: Iterator[Who]) -> Who:
    """A clerk of this test's own."""
    return next(clerks)


@pytest.fixture(scope="session")
def official(city: City) -> Callable[[str, str], Who]:
    """An officer of a department's office in a district, for a purpose."""

    def by_client(client: str, purpose: str) -> Who:
        return officers(city, client, purpose, level=6)[0]

    return by_client


@pytest.fixture
def newcomer(city: City, people: Iterator[Resident]) -> Resident:
    """A resident of this test's own who has opened no case online yet."""
    online = {row["concerns"] for row in city["case"] if row["proof"] == "ONLINE"}
    return next(item for item in people if item.person not in online)
