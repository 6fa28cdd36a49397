"""Residents and officers for rights: each test takes its own residents; clerks come again, for these open with a proof."""

from collections.abc import Callable, Iterator
from itertools import cycle

import pytest

from tests.case.counter import Resident, officers
from tests.support.hub import Who
from tests.support.store import City


@pytest.fixture(scope="session")
def rights_clerks(city: City) -> Iterator[Who]:
    """Clerks of street offices who do for residents what these could do themselves."""
    return cycle(officers(city, "registration", "data-subject-rights", level=9))


@pytest.fixture
def somebody(people: Iterator[Resident]) -> Resident:
    """A resident of this test's own."""
    return next(people)


@pytest.fixture
def rights_clerk(rights_clerks: Iterator[Who]) -> Who:
    """A clerk at a counter for rights."""
    return next(rights_clerks)


@pytest.fixture(scope="session")
def official(city: City) -> Callable[[str, str], list[Who]]:
    """The officers of a department's offices in the districts, for a purpose."""

    def by_client(client: str, purpose: str) -> list[Who]:
        return officers(city, client, purpose, level=6)

    return by_client
