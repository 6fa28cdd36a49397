"""One embedded server for this folder, with the small city in it."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import uuid_utils

from hub.gate.ports import Ports
from hub.graph import EmbeddedServer
from hub.jobs.intake.batches import Importer, Operator, import_batch
from hub.jobs.intake.files import files_of
from hub.jobs.intake.pipeline import FileReport, import_files
from hub.opening import open_ports
from hub.settings import Settings
from tests.support.store import copy_of_template, load, make_keys, running_graph, settings_at, template

CYPHER = Path(__file__).with_name("cypher")


@pytest.fixture(scope="session")
def city() -> Path:
    return template() / "city"


@pytest.fixture(scope="session")
def _home_and_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, EmbeddedServer | None]]:
    home = tmp_path_factory.mktemp("intake")
    if Settings().neo4j_uri:
        settings = settings_at(home)
        make_keys(settings)
        load(settings, template() / "city")
        yield settings, None
        return
    settings = copy_of_template(home)
    with running_graph(settings) as server:
        yield settings, server


@pytest.fixture(scope="session")
def settings(_home_and_server: tuple[Settings, EmbeddedServer | None]) -> Settings:
    """A copy of the template: its city came in by the command's own way, and each of its rows was accepted."""
    return _home_and_server[0]


@pytest.fixture(scope="session")
def server(_home_and_server: tuple[Settings, EmbeddedServer | None]) -> EmbeddedServer | None:
    """Its graph's server, for who looks at its files; none, where NEO4J_URI names one."""
    return _home_and_server[1]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Another copy with its graph, for who opens and closes its intake, and changes its offices."""
    settings = copy_of_template(tmp_path_factory.mktemp("town") / "home")
    with running_graph(settings):
        yield settings


@dataclass(frozen=True)
class Imported:
    """How many nodes there were after the first import of the city."""

    counts: Mapping[str, int]


@dataclass(frozen=True)
class Register:
    """A register to import into, and to look into."""

    ports: Ports
    imported: Imported
    caller: Importer

    async def bring_in(self, folder: Path, rejects: Path, *, ports: Ports | None = None) -> list[FileReport]:
        return await _bring_in(ports or self.ports, self.caller, folder, rejects)

    async def ask(self, name: str, **parameters: Any) -> Sequence[Sequence[Any]]:
        return await ask(self.ports, name, **parameters)


async def ask(ports: Ports, name: str, **parameters: Any) -> Sequence[Sequence[Any]]:
    """The rows of a statement of these tests."""
    text = (CYPHER / f"{name}.cypher").read_text(encoding="utf-8")
    return (await ports.graph.read(text, parameters, timeout_seconds=60, metadata={})).values


async def _bring_in(ports: Ports, caller: Importer, folder: Path, rejects: Path) -> list[FileReport]:
    write = partial(import_batch, ports, caller, time_zone=UTC)
    return await import_files(files_of(folder), write=write, rejects=rejects, on_progress=lambda _: None)


@pytest.fixture(scope="session")
def imported(settings: Settings) -> Imported:
    async def count() -> Imported:
        async with open_ports(settings) as ports:
            return Imported(dict(await ask(ports, "counts")))

    return asyncio.run(count())


@pytest.fixture
async def register(settings: Settings, imported: Imported) -> AsyncIterator[Register]:
    async with open_ports(settings) as ports:
        yield Register(ports, imported, Operator(name="tester"))


def public_id() -> str:
    return str(uuid_utils.uuid7())


def private_id() -> str:
    return str(uuid.uuid4())
