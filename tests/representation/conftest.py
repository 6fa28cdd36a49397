"""What the tests of consents take their officers from, and residents of these tests' own."""

from collections.abc import Iterator

import pytest

from tests.case.counter import Resident, residents
from tests.conftest import City
from tests.consent.conftest import clerk_again, clerks, official, own_clerk, somebody

__all__ = ["clerk_again", "clerks", "official", "own_clerk", "people", "somebody"]


@pytest.fixture(scope="session")
def people(city: City) -> Iterator[Resident]:
    """Residents, each taken once; between those of consents and of notices."""
    every = list(residents(city))
    return iter(every[5 * len(every) // 8 :])
