"""What the tests of consents take their officers from, and residents who were told of nothing yet."""

from collections.abc import Iterator

import pytest

from tests.case.counter import Resident, residents
from tests.conftest import City
from tests.consent.conftest import clerk_again, clerks, official, own_clerk
from tests.support.hub import Hub

__all__ = ["clerk_again", "clerks", "official", "own_clerk", "people", "somebody"]


@pytest.fixture(scope="session")
def people(hub: Hub, city: City) -> Iterator[Resident]:
    """Residents, each taken once; behind those of consents first. Whom another test was served with is passed over."""
    every = list(residents(city))
    start = 6 * len(every) // 8
    return (item for item in every[start:] + every[:start] if _is_new(hub, item))


def _is_new(hub: Hub, resident: Resident) -> bool:
    told = hub.ask(resident.who, "{ me { notices(first: 1) { totalCount } } }").data["me"]["notices"]
    return bool(told["totalCount"] == 0)


@pytest.fixture
def somebody(people: Iterator[Resident]) -> Resident:
    """A resident of this test's own."""
    return next(people)
