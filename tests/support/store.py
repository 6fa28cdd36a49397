"""A prepared home for tests: keys, the small city in a real graph, its snapshot. Made once for each state of the code
that makes it, kept as a template below `.domicile/`, and copied for each run."""

import asyncio
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil
from filelock import FileLock

from hub.cli.demo_operators import make_operators, open_intake
from hub.demo.city.generator import generate
from hub.demo.city.plan import Size
from hub.demo.city.sink import Format
from hub.demo.issuer import DevelopmentIssuer
from hub.graph import EmbeddedServer, Graph, connection
from hub.graph.state import PORT_FILE
from hub.jobs.intake.batches import import_batch, operator
from hub.jobs.intake.files import files_of
from hub.jobs.intake.pipeline import import_files
from hub.jobs.snapshot import take_snapshot
from hub.opening import open_ports
from hub.settings import Settings
from hub.vault import Vault
from tests.support.engines import SOCKET, HostedServer
from tests.support.places import ROOT
from tests.support.sign_ins import give_sign_ins

City = dict[str, list[dict[str, str]]]  # the rows of each kind, by its file's name

CITY_DAY = date(2026, 11, 1)  # the synthetic city's `today`
CITY_SEED = 1
HEAP_MEBIBYTES, PAGE_CACHE_MEBIBYTES = 512, 64
BUDGET_FACTOR = (
    1_000  # tests share officers, and ask in minutes what those would in months; budgets have tests of their own
)
# What the template is made of: when one of these changes, it is made anew.
_INGREDIENTS = ("hub/demo/city", "hub/jobs/intake", "hub/vault", "hub/audit_log", "model", "hub/jobs/intake/batches.py", "loaders/cypher/intake",
                "loaders/cypher/migrations", "loaders/cypher/snapshot", "hub/graph/jars.lock", "tests/support/sign_ins.py")  # fmt: skip


def settings_at(home: Path, **others: Any) -> Settings:
    """Settings of a home of its own, with an embedded server, or the server that NEO4J_URI names."""
    values = {
        "graph_heap_mebibytes": HEAP_MEBIBYTES,
        "graph_page_cache_mebibytes": PAGE_CACHE_MEBIBYTES,
        "graph_quick_start": True,
        "budget_factor": BUDGET_FACTOR,
        **others,
    }
    return Settings.model_validate({"home": home, **values})


def template() -> Path:
    """The folder of the template for this state of the code, made if it is not there."""
    folder = ROOT / ".domicile" / "templates" / _state()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not (folder / "ready").exists():
            for old in folder.parent.glob("*"):
                if old.is_dir():
                    shutil.rmtree(old, ignore_errors=True)
            _make(folder)
            (folder / "ready").touch()
    return folder


def copy_of_template(home: Path) -> Settings:
    """A home with its own copy of the prepared store, its server not yet started."""
    shutil.copytree(template(), home, dirs_exist_ok=True, ignore=shutil.ignore_patterns(PORT_FILE))
    for folder in (home, home / "graph", home / "private"):
        folder.chmod(0o700)
    return settings_at(home)


def copy_private(source: Path, target: Path) -> None:
    """A home's keys and log as they are now, also while a hub runs there."""
    target.mkdir(mode=0o700, parents=True)
    for file in source.iterdir():
        copy = target / file.name
        if file.suffix == ".sqlite":
            with closing(sqlite3.connect(file)) as read, closing(sqlite3.connect(copy)) as written:
                read.backup(written)
        elif file.is_file() and not file.name.endswith(("-wal", "-shm", ".lock")):
            shutil.copy2(file, copy)
        if copy.is_file():
            copy.chmod(0o600)


def home_beside(running: Settings, home: Path) -> Settings:
    """A home of its own (keys, log, issuer, as they are now) on the graph that runs for another: for what harms only the hub."""
    shutil.copytree(template(), home, dirs_exist_ok=True, ignore=shutil.ignore_patterns("graph", "private"))
    copy_private(running.private_folder, home / "private")
    found = connection(running)
    assert found is not None
    there = {"neo4j_uri": found.uri, "neo4j_user": found.user, "neo4j_password": found.password}
    return settings_at(home, **there)


def where_its_graph_is(settings: Settings) -> dict[str, str]:
    """The same for a command that is started there, as environment."""
    return {
        "NEO4J_URI": settings.neo4j_uri,
        "NEO4J_USER": settings.neo4j_user,
        "NEO4J_PASSWORD": settings.neo4j_password.get_secret_value(),
    }


def ask_graph(settings: Settings, statement: str, **parameters: Any) -> Any:
    """The rows of a test's own statement, with a home's graph opened and closed again. Not while an event loop runs."""

    async def ask() -> Any:
        found = connection(settings)
        assert found is not None
        async with Graph(found) as graph:
            (rows,) = await graph.write([(statement, parameters)], timeout_seconds=60, metadata={})
        return rows.values

    return asyncio.run(ask())


def server_of(settings: Settings) -> EmbeddedServer:
    """The home's own graph, not yet started: in the run's machine, if there is one. Nobody may kill it."""
    return HostedServer(settings) if SOCKET in os.environ else EmbeddedServer(settings)


@contextmanager
def running_graph(settings: Settings) -> Iterator[EmbeddedServer]:
    """The same, for the time of a block."""
    with _running(server_of(settings)) as server:
        yield server


@contextmanager
def own_graph(settings: Settings) -> Iterator[EmbeddedServer]:
    """The home's own graph in a process of its own, for tests that harm it."""
    with _running(EmbeddedServer(settings)) as server:
        yield server


@contextmanager
def _running(server: EmbeddedServer) -> Iterator[EmbeddedServer]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


def manifest(home: Path) -> dict[str, Any]:
    """The city's manifest, with the demo people and what is known of them."""
    read: dict[str, Any] = json.loads((home / "city" / "manifest.json").read_text(encoding="utf-8"))
    return read


def kill_graph(server: EmbeddedServer) -> None:
    """End its process at once, as a power cut does, and wait until it is gone."""
    pid = server.status().pid
    assert pid is not None
    process = psutil.Process(pid)
    process.kill()
    psutil.wait_procs([process], timeout=30)


def load(settings: Settings, city: Path) -> None:
    """Bring a city's files into an empty, running graph, and take the snapshot. Every row has to be accepted.

    The intake stays open: tests bring in more.
    """
    make_operators(settings)
    open_intake(settings)

    async def bring_in() -> None:
        time_zone = ZoneInfo(settings.time_zone)
        async with open_ports(settings) as ports:
            write = partial(import_batch, ports, await operator(ports, "tests"), time_zone=time_zone)
            rejects = settings.home / "rejects"
            reports = await import_files(files_of(city), write=write, rejects=rejects, on_progress=lambda _done: None)
            assert [report for report in reports if report.rejected] == []
            await take_snapshot(ports, CITY_DAY)

    asyncio.run(bring_in())


def make_keys(settings: Settings) -> None:
    """The keys that `domicile demo` would make."""
    Vault.create(settings).close()
    DevelopmentIssuer.create(settings)


def _make(folder: Path) -> None:
    settings = settings_at(folder, neo4j_uri="")
    make_keys(settings)
    generate(
        size=Size.SMALL,
        seed=CITY_SEED,
        out=folder / "city",
        today=CITY_DAY,
        format=Format.CSV,
        report=lambda _name, _rows: None,
    )
    give_sign_ins(folder / "city")
    with running_graph(settings):
        load(settings, folder / "city")


def _state() -> str:
    digest = hashlib.sha256()
    for ingredient in _INGREDIENTS:
        place = ROOT / ingredient
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.suffix in {".py", ".cypher", ".lock"}:
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
