"""One embedded server for all tests of this folder; those that kill or stop one start their own, on a home of their own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from hub.graph import Connection, EmbeddedServer, Graph
from hub.graph.migrations import migrate
from hub.settings import Settings

HEAP_MEBIBYTES, PAGE_CACHE_MEBIBYTES = 384, 32  # several servers may run beside one another


def settings_at(home: Path, **others: object) -> Settings:
    memory = {"graph_heap_mebibytes": HEAP_MEBIBYTES, "graph_page_cache_mebibytes": PAGE_CACHE_MEBIBYTES}
    return Settings.model_validate({"home": home, "neo4j_uri": "", "graph_quick_start": True, **memory, **others})


@pytest.fixture(scope="session")
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_at(tmp_path_factory.mktemp("graph-home"))


@pytest.fixture(scope="session")
def server(own_settings: Settings) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(own_settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def connected(server: EmbeddedServer) -> Connection:
    """The shared server, with the schema in it."""
    connection = server.start()

    async def prepare() -> None:
        async with Graph(connection) as graph:
            await migrate(graph)

    asyncio.run(prepare())
    return connection


@pytest.fixture
async def graph(connected: Connection) -> AsyncIterator[Graph]:
    async with Graph(connected) as graph:
        yield graph


@pytest.fixture
def spare(tmp_path: Path) -> Iterator[EmbeddedServer]:
    """A server of the test's own, not yet started; stopped at the end."""
    server = EmbeddedServer(settings_at(tmp_path / "home"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """A server whose tests kill, stop and start it, one after the other: each leaves it as it likes."""
    server = EmbeddedServer(settings_at(tmp_path_factory.mktemp("lasting") / "home"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def cypher() -> Callable[[str], str]:
    """The text of a statement of these tests, by the name of its file."""
    folder = Path(__file__).with_name("cypher")
    return lambda name: (folder / f"{name}.cypher").read_text(encoding="utf-8")
