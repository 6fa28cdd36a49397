"""A home of these tests' own: retention goes through the whole register, and the shared one is for everybody."""

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest

from hub.graph import EmbeddedServer
from hub.identity import open_verifier
from hub.jobs.retention import erase_due
from hub.settings import Settings
from model.callers import Caller
from tests.case.counter import officers
from tests.support.hub import Hub, Who
from tests.support.store import City, copy_of_template, running_graph

Run = Callable[[Hub], dict[str, int]]


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The folder, with its copy of the city."""
    return copy_of_template(tmp_path_factory.mktemp("retention"))


@pytest.fixture(scope="package")
def server(home: Settings) -> Iterator[EmbeddedServer]:
    """Its graph, running."""
    with running_graph(home) as server:
        yield server


@pytest.fixture(scope="package")
def office_clerk(city: City) -> Who:
    """An officer of the city's registration office."""
    return officers(city, "registration", "retention", level=4)[0]


async def caller_of(hub: Hub, who: Who) -> Caller:
    """Who a token of `who` names."""
    verifier = open_verifier(hub.settings)
    try:
        return await verifier.caller(f"Bearer {hub.token(who)}")
    finally:
        await verifier.aclose()


@pytest.fixture(scope="package")
def run_retention(office_clerk: Who) -> Run:
    """Retention as the command runs it: how many nodes or entries went, by the row."""

    def run(hub: Hub) -> dict[str, int]:
        async def work() -> dict[str, int]:
            caller = await caller_of(hub, office_clerk)
            time_zone = ZoneInfo(hub.settings.time_zone)
            return {due.row.id: due.items async for due in erase_due(hub.ports, caller, time_zone=time_zone)}

        return hub.run(work())

    return run


@pytest.fixture(scope="package")
def hub(home: Settings, server: EmbeddedServer) -> Iterator[Hub]:
    """The application on it."""
    assert server.status().uri is not None
    with Hub(home) as running:
        yield running
