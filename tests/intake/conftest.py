"""One embedded server for this folder, with the small city in it, brought in by the command's own way."""

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

from hub.city.generator import DEFAULT_TODAY, generate
from hub.city.plan import Size
from hub.city.sink import Format
from hub.gate.intake import Importer, Operator, import_batch, operator
from hub.gate.ports import Ports, open_ports
from hub.graph import EmbeddedServer
from hub.intake.files import files_of
from hub.intake.pipeline import FileReport, import_files
from hub.settings import Settings
from hub.vault import Vault

CYPHER = Path(__file__).with_name("cypher")


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "small"
    generate(size=Size.SMALL, seed=4, out=folder, today=DEFAULT_TODAY, format=Format.CSV, report=lambda *_: None)
    return folder


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    settings = Settings.model_validate({"home": tmp_path_factory.mktemp("home"), "graph_heap_mebibytes": 512})
    Vault.create(settings).close()
    if settings.neo4j_uri:
        yield settings
        return
    server = EmbeddedServer(settings)
    server.start()
    yield settings
    server.stop()


@dataclass(frozen=True)
class Imported:
    """What the first import of the city answered, and how many nodes there were after it."""

    reports: Sequence[FileReport]
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
def imported(settings: Settings, city: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    async def first() -> Imported:
        async with open_ports(settings) as ports:
            caller = await operator(ports, "tester")
            reports = await _bring_in(ports, caller, city, tmp_path_factory.mktemp("rejects"))
            return Imported(reports, dict(await ask(ports, "counts")))

    return asyncio.run(first())


@pytest.fixture
async def register(settings: Settings, imported: Imported) -> AsyncIterator[Register]:
    async with open_ports(settings) as ports:
        yield Register(ports, imported, Operator(name="tester"))


def public_id() -> str:
    return str(uuid_utils.uuid7())


def private_id() -> str:
    return str(uuid.uuid4())
