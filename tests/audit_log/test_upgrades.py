"""A log that an older version wrote is brought to this version's tables when it is opened to write, whole or not at all."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hub.audit_log import Ledger, verify
from hub.settings import Settings
from model.errors import SetupError
from tests.audit_log.entries import entry, only_sqlite, person, write
from tests.audit_log.version_1 import put_back

pytestmark = only_sqlite  # PostgreSQL's tables begin with version 2
ANNA = person()


@pytest.fixture
def old(opened: Callable[[], Ledger], log_file: Path) -> Path:
    """A log of version 1: three reads, a write of two intents with its outcome, and an open one."""

    async def make() -> None:
        ledger = opened()
        await ledger.append([entry(ANNA), entry(person()), entry(None)])
        intents = await ledger.intend([write(ANNA, "w-1"), write(person(), "w-1"), write(ANNA, "w-2")])
        assert intents[0].write is not None
        await ledger.settle(intents[0].write, "rolled_back")
        ledger.close()

    asyncio.run(make())
    put_back(log_file)
    return log_file


def _rows(log_file: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(log_file)) as database:
        return database.execute(statement).fetchall()


def test_what_version_1_held_is_there_and_the_chains_go_on(
    opened: Callable[[], Ledger], settings: Settings, old: Path
) -> None:
    columns = "sequence, subject, subject_sequence, previous, salt, record, commitment"
    before = _rows(old, f"SELECT {columns} FROM entries")
    ledger = opened()
    assert _rows(old, f"SELECT {columns} FROM entries") == before
    assert _rows(old, "SELECT write, intended, outcome, ended FROM writes") == [
        ("w-1", 4, 6, "rolled_back"),
        ("w-2", 5, None, None),
    ]
    assert _rows(old, "PRAGMA user_version") == [(2,)]
    (receipt,) = asyncio.run(ledger.append([entry(ANNA)]))
    assert (receipt.sequence, receipt.subject_sequence) == (7, 4)
    assert [record.outcome for record in asyncio.run(ledger.read_subject(ANNA))] == [None, "rolled_back", None, None]
    verification = verify(settings)
    assert (verification.entries, verification.problems, verification.open_writes) == (8, (), ("w-2",))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE entries SET chain = zeroblob(32) WHERE sequence = 2", "DELETE FROM entries WHERE sequence = 2"],
)
def test_a_log_that_was_altered_is_left_as_it_is(opened: Callable[[], Ledger], old: Path, statement: str) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as database:
        database.execute(statement)
    with pytest.raises(SetupError, match="altered at entry 2 and is not brought to this version"):
        opened()
    assert _rows(old, "PRAGMA user_version") == [(1,)]
    assert _rows(old, "SELECT count(chain) FROM entries WHERE sequence < 2") == [(2,)]


def test_who_only_reads_leaves_an_old_log_as_it_is(settings: Settings, old: Path) -> None:
    assert old.exists()
    with pytest.raises(SetupError, match="has version 1, and this program knows 2: start the hub, which brings it up"):
        verify(settings)
