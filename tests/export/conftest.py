"""Residents and clerks for exports: each resident is taken once; who takes what is as in the tests of the log."""

from collections.abc import Iterator

import pytest

from tests.case.counter import Resident, officers
from tests.support.hub import Who
from tests.support.store import City


@pytest.fixture
def somebody(people: Iterator[Resident]) -> Resident:
    """A resident of this test's own."""
    return next(people)


@pytest.fixture(scope="session")
def clerks(city: City) -> Iterator[Who]:
    """Clerks of a district, for residents' rights, each taken once."""
    return iter(officers(city, "registration", "data-subject-rights", level=6))
