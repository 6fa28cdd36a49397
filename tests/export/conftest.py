"""Residents and clerks for exports: each resident is taken once; who takes what is as in the tests of the log."""

from collections.abc import Iterator

import pytest

from hub.settings import Settings
from tests.case.counter import Resident, officers
from tests.support.hub import Hub, Who
from tests.support.store import City


@pytest.fixture
def somebody(people: Iterator[Resident]) -> Resident:
    """A resident of this test's own."""
    return next(people)


@pytest.fixture(scope="session")
def clerks(city: City) -> Iterator[Who]:
    """Clerks of a district, for residents' rights, each taken once."""
    return iter(officers(city, "registration", "data-subject-rights", level=6))


@pytest.fixture(scope="module")
def strict(hub: Hub, prepared: Settings) -> Iterator[Hub]:
    """A second hub of the same home, with the budgets that a city has: it shares the log, and so what was spent."""
    assert hub.settings == prepared
    with Hub(prepared.model_copy(update={"budget_factor": 1})) as running:
        yield running
