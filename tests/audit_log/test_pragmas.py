"""What SQLite itself says of each connection that the hub opens: what it syncs, overwrites and trusts is set, not hoped for.

A build of SQLite may set other defaults. Which of these hold what nobody could see from outside: a power cut comes without a test.
Tried against each pragma turned round or left out (`python -m tests.mutants.check --only :pragma:`).
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hub import private_store
from hub.audit_log import Ledger
from hub.audit_log.limits import SCRATCH_PAGES, SWEEP_MILLISECONDS_MAX
from hub.audit_log.sqlite import SqliteTables
from hub.audit_log.verification_store import VerificationStore
from hub.identity.sessions import Sessions
from hub.jobs.intake.known import Known
from hub.private_store import BUSY_SECONDS_MAX
from hub.settings import Settings
from hub.vault import Vault
from hub.witness.store import Store
from tests.audit_log.entries import entry, person
from tests.support.places import ROOT

FULL, NEVER = 2, 0  # of `synchronous`
_OPENERS = {"hub/identity/sessions.py", "hub/audit_log/sqlite.py", "hub/vault/keys.py", "hub/witness/store.py"}
_THROWN_AWAY = {"hub/jobs/intake/known.py", "hub/jobs/intake/survey.py", "hub/audit_log/verification_store.py"}


@pytest.fixture
def store() -> str:
    return "sqlite"


def _says(connection: sqlite3.Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def _tables(ledger: Ledger) -> SqliteTables:
    tables = ledger._writer._placing.tables
    assert isinstance(tables, SqliteTables)
    return tables


@pytest.fixture(params=["log", "keys", "sessions", "witness"])
def kept(
    request: pytest.FixtureRequest, settings: Settings, vault: Vault, opened: Callable[[], Ledger]
) -> Iterator[tuple[str, sqlite3.Connection]]:
    """A store that is kept, and its connection."""
    if request.param == "log":
        yield "log", _tables(opened())._connection
    elif request.param == "keys":
        yield "keys", vault._store._connection
    elif request.param == "sessions":
        sessions = Sessions.open(settings, vault)
        yield "sessions", sessions._connection
        sessions.close()
    else:
        witness = Store(settings.witness_folder / "seen.sqlite")
        yield "witness", witness._connection
        witness._connection.close()


def test_what_is_committed_is_on_the_disk_and_what_goes_is_overwritten(kept: tuple[str, sqlite3.Connection]) -> None:
    name, connection = kept
    said = {
        pragma: _says(connection, pragma)
        for pragma in ("journal_mode", "synchronous", "fullfsync", "checkpoint_fullfsync", "secure_delete", "trusted_schema")
    }  # fmt: skip
    assert said == {
        "journal_mode": "delete" if name == "keys" else "wal",
        "synchronous": FULL,
        "fullfsync": 1,
        "checkpoint_fullfsync": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
    }
    assert _says(connection, "busy_timeout") == BUSY_SECONDS_MAX * 1000


def test_a_file_says_whose_it_is_and_of_which_version(kept: tuple[str, sqlite3.Connection]) -> None:
    name, connection = kept
    said = _says(connection, "application_id").to_bytes(4, "big"), _says(connection, "user_version")
    assert said == {
        "log": (b"DMLG", 2),
        "keys": (b"DMKY", 4),
        "sessions": (b"DOMS", 3),
        "witness": (b"DMWI", 1),
    }[name]  # fmt: skip


def test_an_upgraded_file_says_its_new_version(tmp_path: Path) -> None:
    """Else each start would upgrade it again."""
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    made: list[int] = []
    values: dict[str, Any] = {
        "name": "list",
        "application_id": 7,
        "schema": ("CREATE TABLE one (id)",),
        "journal": "WAL",
    }
    private_store.open_store(folder / "list.sqlite", private_store.Form(version=1, **values)).close()
    for _ in range(2):
        form = private_store.Form(version=2, upgrades={1: lambda _connection: made.append(1)}, **values)
        with closing(private_store.open_store(folder / "list.sqlite", form)) as connection:
            assert _says(connection, "user_version") == 2
    assert made == [1]


def test_a_reader_can_write_nothing(ledger: Ledger) -> None:
    with ledger._storage.read() as reader:
        connection: sqlite3.Connection = reader._connection  # type: ignore[attr-defined]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM entries")
        assert _says(connection, "busy_timeout") == BUSY_SECONDS_MAX * 1000


def test_only_the_writer_moves_what_is_in_the_write_ahead_file(ledger: Ledger) -> None:
    """At a commit SQLite would do it by itself, and what goes wrong there would look like a commit that failed."""
    assert _says(_tables(ledger)._connection, "wal_autocheckpoint") == 0


def test_what_the_writer_tidies_is_in_the_main_file(ledger: Ledger, log_file: Path) -> None:
    anna = person()
    asyncio.run(ledger.append([entry(anna)]))
    (record,) = asyncio.run(ledger.read_subject(anna))
    assert record.salt is not None
    _tables(ledger).tidy()
    assert record.salt in log_file.read_bytes()


def test_a_sweep_waits_shortly_for_readers_and_a_commit_waits_long_again(ledger: Ledger) -> None:
    tables, said = _tables(ledger), []
    connection = tables._connection._connection
    connection.set_trace_callback(said.append)
    assert tables.sweep()
    connection.set_trace_callback(None)
    assert said == [
        f"PRAGMA busy_timeout={SWEEP_MILLISECONDS_MAX}",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        f"PRAGMA busy_timeout={BUSY_SECONDS_MAX * 1000}",
    ]
    assert _says(tables._connection, "busy_timeout") == BUSY_SECONDS_MAX * 1000


def test_what_is_thrown_away_is_synced_never_and_has_its_memory() -> None:
    with Known() as known:
        said = [_says(known._database, name) for name in ("journal_mode", "synchronous", "cache_size")]
    assert said == ["off", NEVER, -8 * 1024]
    with closing(VerificationStore()._connection) as connection:
        assert _says(connection, "cache_size") == SCRATCH_PAGES


def test_no_other_file_of_the_hub_opens_sqlite() -> None:
    """Whoever adds one adds it above."""
    found = {"opened": set(), "connected": set()}  # type: dict[str, set[str]]
    for file in (ROOT / "hub").rglob("*.py"):
        text, name = file.read_text(encoding="utf-8"), file.relative_to(ROOT).as_posix()
        if "open_store(" in text:
            found["opened"].add(name)
        if "sqlite3.connect(" in text:
            found["connected"].add(name)
    assert found == {
        "opened": _OPENERS | {"hub/private_store.py"},
        "connected": _THROWN_AWAY | {"hub/private_store.py"},
    }
