"""A real ledger on a real vault, each in a home of its own: every test on both stores, unless it says `only_sqlite`."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hub.audit_log import Ledger
from hub.settings import Settings
from hub.vault import Vault
from tests.audit_log.postgres import PostgresServer

Execute = Callable[..., list[Any]]
"""`execute(statement, *values)` on the log's tables, past the ledger; a `?` stands for a value."""


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    server = PostgresServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def settings(tmp_path: Path, store: str, request: pytest.FixtureRequest) -> Iterator[Settings]:
    if store == "sqlite":
        yield Settings(home=tmp_path / "home")
        return
    server: PostgresServer = request.getfixturevalue("server")
    database = server.new_database()
    yield Settings(home=tmp_path / "home", log_url=server.url(database))
    server.give_back(database)


@pytest.fixture
def vault(settings: Settings) -> Iterator[Vault]:
    vault = Vault.create(settings)
    yield vault
    vault.close()


@pytest.fixture
def opened(settings: Settings, vault: Vault) -> Iterator[Callable[[], Ledger]]:
    """Opens the home's ledger, as often as a test likes; each is closed at the end."""
    ledgers: list[Ledger] = []

    def one() -> Ledger:
        ledgers.append(Ledger.open(settings, vault))
        return ledgers[-1]

    yield one
    for ledger in ledgers:
        ledger.close()


@pytest.fixture
def ledger(opened: Callable[[], Ledger]) -> Ledger:
    return opened()


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here loses a connection and comes back, except where a test says so."""
    monkeypatch.setattr("hub.audit_log.postgres.PRESENCE_GRACE_SECONDS", 0.1)


@pytest.fixture
def log_file(settings: Settings) -> Path:
    return settings.private_folder / "log.sqlite"


@pytest.fixture
def execute(settings: Settings, log_file: Path, request: pytest.FixtureRequest) -> Execute:
    url = settings.log_url.get_secret_value()
    if not url:

        def in_sqlite(statement: str, *values: object) -> list[Any]:
            with closing(sqlite3.connect(log_file, isolation_level=None)) as database:
                return database.execute(statement, values).fetchall()

        return in_sqlite
    server: PostgresServer = request.getfixturevalue("server")
    database = url.partition("@/")[2].partition("?")[0]

    def in_postgres(statement: str, *values: object) -> list[Any]:
        parts = statement.split("?")
        numbered = "".join(f"{part}${number}" for number, part in enumerate(parts[:-1], 1)) + parts[-1]
        return server.execute(numbered, *values, database=database, schema="domicile_log")

    return in_postgres
