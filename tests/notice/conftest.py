"""What the tests of consents take their officers from, and residents who were told of nothing yet."""

from collections.abc import Iterator

import pytest

from tests.case.counter import Resident
from tests.consent.conftest import clerk_again, clerks, official, own_clerk
from tests.support.hub import Hub

__all__ = ["clerk_again", "clerks", "official", "own_clerk", "people", "somebody"]


@pytest.fixture(scope="session")
def people(hub: Hub, people: Iterator[Resident]) -> Iterator[Resident]:
    """Those to whom nothing was served yet."""
    return (item for item in people if _is_new(hub, item))


def _is_new(hub: Hub, resident: Resident) -> bool:
    told = hub.ask(resident.who, "{ me { notices(first: 1) { totalCount } } }").data["me"]["notices"]
    return bool(told["totalCount"] == 0)


@pytest.fixture
def somebody(people: Iterator[Resident]) -> Resident:
    """A resident of this test's own."""
    return next(people)
