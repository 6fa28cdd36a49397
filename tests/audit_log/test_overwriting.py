"""Erased bytes are overwritten twice over, and each way is enough by itself: the log's own zeroes, and SQLite's `secure_delete`.

Each is held alone here, for where both work nobody would notice that one does not. Tried against the log without its zeroes, and
against every store with `secure_delete` off.
"""

import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hub.audit_log import Ledger
from hub.audit_log.sqlite import SqliteTables
from hub.private_store import Form, open_store
from hub.settings import Settings
from hub.vault import Vault
from model.ids import PersonId
from tests.audit_log.entries import AT, entry, erasure, person

ENTRIES = 300  # some pages of the file
_FORM = Form(name="list", application_id=7, version=1, journal="DELETE", schema=("CREATE TABLE one (id, value)",))


@pytest.fixture
def store() -> str:
    return "sqlite"


def _holding(folder: Path, texts: list[bytes]) -> list[str]:
    """The files of which some byte is one of these texts'."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.name for path in files if any(text in _read(path) for text in texts)]


def _read(file: Path) -> bytes:
    """Its bytes; none of one that is gone by now: a journal lasts as long as a transaction."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


@pytest.fixture
def log(opened: Callable[[], Ledger]) -> tuple[Ledger, SqliteTables]:
    ledger = opened()
    tables = ledger._writer._placing.tables
    assert isinstance(tables, SqliteTables)
    return ledger, tables


async def test_the_log_writes_zeroes_over_what_it_erases(log: tuple[Ledger, SqliteTables], settings: Settings) -> None:
    """Without SQLite's own, while it erases: no salt is left, and no record, which its operation tells from the others."""
    ledger, tables = log
    anna = person()
    await ledger.append(
        [entry(anna, at=AT.replace(year=2010), operation=f"canary-{number}-end") for number in range(ENTRIES)]
    )
    tables.tidy()
    tables._connection.execute("PRAGMA secure_delete=OFF")
    records = await ledger.read_subject(anna)
    gone = [text for record in records for text in (record.salt, record.entry["operation"].encode()) if text]
    assert _holding(settings.private_folder, gone) != []  # the control: they are found where they are
    assert len(gone) == 2 * ENTRIES
    assert len(await ledger.erase([erasure(anna)], before=AT.replace(year=2015))) == 1
    assert _holding(settings.private_folder, gone) == []


def test_a_key_that_is_destroyed_is_in_no_byte_of_the_key_store(settings: Settings, vault: Vault) -> None:
    """At once, not only when the file is written anew."""
    persons = [PersonId(str(uuid.uuid4())) for _ in range(ENTRIES)]
    vault.new_keys(persons)
    rows = vault._store._connection.execute("SELECT person, wrapped FROM data_keys").fetchall()
    keys = dict(rows)
    gone, left = persons[::3], persons[1]
    assert _holding(settings.private_folder, [keys[person] for person in gone]) == ["keys.sqlite"]
    vault.destroy(*gone)
    assert _holding(settings.private_folder, [keys[left]]) == ["keys.sqlite"]
    assert (
        _holding(settings.private_folder, [text for person in gone for text in (keys[person], person.encode())]) == []
    )


def test_a_row_that_goes_leaves_no_byte_in_any_store_of_this_kind(tmp_path: Path) -> None:
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    with closing(open_store(folder / "list.sqlite", _FORM)) as connection:
        values = [uuid.uuid4().hex for _ in range(ENTRIES)]
        connection.executemany("INSERT INTO one VALUES (?, ?)", list(enumerate(values)))
        connection.execute("DELETE FROM one WHERE id % 3 = 0")
        assert _holding(folder, [value.encode() for value in values[::3]]) == []
        assert _holding(folder, [value.encode() for value in values[1::3]]) == ["list.sqlite"]
