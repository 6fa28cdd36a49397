"""Residents of these tests' own, and officers who are found again."""

from collections.abc import Iterator

import pytest

from tests.case.counter import Resident, officers, residents, unprotect
from tests.support.hub import Hub, Who
from tests.support.store import City


@pytest.fixture(scope="session")
def people(city: City) -> Iterator[Resident]:
    """Residents of whom the run's `people` hands out none, for there are not enough: they have given a consent already."""
    gave = {row["givenBy"] for row in city["consent_grant"]}
    return (item for item in reversed(list(residents(city))) if item.person in gave)


@pytest.fixture
def somebody(hub: Hub, people: Iterator[Resident]) -> Iterator[Resident]:
    """A resident of this test's own, whose protection ends with it: other tests read the city's rows."""
    resident = next(people)
    yield resident
    unprotect(hub, resident.person)


@pytest.fixture(scope="session")
def clerks(city: City) -> list[Who]:
    """Clerks of district offices: they hold any number of cases."""
    return officers(city, "registration", "resident-registration", level=6)


@pytest.fixture
def own_clerk(clerks: list[Who]) -> Who:
    """The clerk to whom the resident goes."""
    return clerks[0]


@pytest.fixture
def rights_clerk(own_clerk: Who) -> Who:
    """The same clerk, where the resident comes for their rights."""
    return Who(own_clerk.client, own_clerk.subject, own_clerk.office, "data-subject-rights")
