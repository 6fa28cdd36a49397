"""Residents and clerks for cases: each test takes its own, so that none uses up another's budget."""

from collections.abc import Callable, Iterator

import pytest

from tests.case.counter import Resident, officers, residents
from tests.conftest import City
from tests.support.hub import Who


@pytest.fixture(scope="session")
def people(city: City) -> Iterator[Resident]:
    """Residents, each taken once."""
    return residents(city)


@pytest.fixture(scope="session")
def clerks(city: City) -> Iterator[Who]:
    """Clerks of community stations, each taken once."""
    return iter(officers(city, "registration", "resident-registration"))


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
