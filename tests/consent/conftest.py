"""Residents and officers for consents: each test takes its own."""

from collections.abc import Callable, Iterator

import pytest

from tests.case.counter import Resident, officers
from tests.support.hub import Who
from tests.support.store import City


@pytest.fixture(scope="session")
def clerks(city: City) -> Iterator[Who]:
    """Clerks of district offices, each taken once."""
    return iter(officers(city, "registration", "resident-registration", level=6))


@pytest.fixture
def somebody(people: Iterator[Resident]) -> Resident:
    """A resident of this test's own."""
    return next(people)


@pytest.fixture(scope="session")
def clerk_again(clerks: Iterator[Who]) -> Who:
    """A clerk who opens cases with a code, of which there may be any number."""
    return next(clerks)


@pytest.fixture
def own_clerk(clerk_again: Who) -> Who:
    """The clerk to whom the resident goes."""
    return clerk_again


@pytest.fixture(scope="session")
def official(city: City) -> Callable[[str, str], Who]:
    """An officer of a department's office in a district, for a purpose."""

    def by_client(client: str, purpose: str) -> Who:
        return officers(city, client, purpose, level=6)[0]

    return by_client
