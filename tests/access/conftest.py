"""Officers and residents for the log: each test takes its own."""

from collections.abc import Iterator
from itertools import cycle

import pytest

from tests.case.counter import Resident, change, officers
from tests.support.budgets import has_budget
from tests.support.hub import Hub, Who
from tests.support.store import City


@pytest.fixture(scope="session")
def clerks(hub: Hub, city: City) -> Iterator[Who]:
    """Clerks of street offices, one after the other. Who comes again has slept over it, and has a budget."""

    def rested() -> Iterator[Who]:
        for who in filter(has_budget, cycle(officers(city, "registration", "resident-registration", level=9))):
            change(hub, "rest_officer", officer=who.subject)
            yield who

    return rested()


@pytest.fixture
def somebody(people: Iterator[Resident]) -> Resident:
    """A resident of this test's own."""
    return next(people)


@pytest.fixture
def own_clerk(clerks: Iterator[Who]) -> Who:
    """A clerk of this test's own."""
    return next(clerks)


@pytest.fixture(scope="session")
def any_clerks(city: City) -> Iterator[Who]:
    """Clerks of city and district offices, over and over: for tests that only need somebody who reads."""
    found = [
        clerk for level in (4, 6) for clerk in officers(city, "registration", "resident-registration", level=level)
    ]
    return cycle(found)
