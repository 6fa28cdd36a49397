"""What was erased is in no byte of the log's, the keys' and the graph's files; and what of it is left in which form."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.audit_log import Ledger, Record
from hub.settings import Settings
from tests.retention.conftest import Run
from tests.retention.making import Life, ask, everything, left_of, live, years_ago
from tests.support.hub import Hub
from tests.support.store import copy_of_template, server_of

pytestmark = pytest.mark.full  # a store and a server of its own, and all their bytes


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Settings]:
    """A home whose files are looked through."""
    settings = copy_of_template(tmp_path / "home")
    yield settings
    server_of(settings).stop()


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()


def _holding(folder: Path, texts: list[bytes]) -> set[str]:
    """The files in which any of `texts` stands."""
    return {path.name for path, content in _files(folder) if any(text in content for text in texts)}


def _wrapped(settings: Settings, life: Life) -> bytes:
    with closing(sqlite3.connect(settings.private_folder / "keys.sqlite")) as database:
        row = database.execute("SELECT wrapped FROM data_keys WHERE person = ?", (life.person,)).fetchone()
    key: bytes = row[0]
    return key


def _sealed(hub: Hub, life: Life) -> list[bytes]:
    return [bytes(row[0])[1:33] for row in ask(hub, "sealed", keys=life.all_keys)]


def _records(hub: Hub, life: Life) -> list[Record]:
    ledger = hub.ports.ledger
    assert isinstance(ledger, Ledger)
    return hub.run(ledger.read_subject(life.person))


def test_no_byte_is_left_that_tells_anything(
    apart: Settings, run_retention: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = server_of(apart)
    server.start()
    with Hub(apart) as hub:
        life, other = everything(hub, years_ago(6)), live(hub, "PersonDetails", "Residence")
        wrapped, sealed = _wrapped(apart, life), _sealed(hub, life)
        canaries = [canary.encode() for canary in life.canaries]
        server.sweep()
        assert _holding(apart.graph_folder, sealed) != set()  # the control: they are found where they are
        run_retention(hub)
        assert server.sweep()
        (record,) = _records(hub, life)
        assert record.salt is not None
        assert record.record is not None
        monkeypatch.setattr("model.limits.RETENTION_PERSONS_PER_BATCH", 5_000)
        monkeypatch.setattr("hub.jobs.retention._log_term", lambda erasing, _row: erasing.author.at)
        run_retention(hub)
        assert _records(hub, life)[0].record is None
        assert _wrapped(apart, other)
        server.sweep()
    server.stop()
    assert _holding(apart.home, [*canaries, *sealed, wrapped, record.salt, record.record]) == set()
    assert life.person.encode() not in (apart.private_folder / "keys.sqlite").read_bytes()
    ids = [key.encode() for key in life.all_keys]
    assert {name.split("-")[0] for name in _holding(apart.graph_folder, ids)} == {"index"}  # pages of indexes only
    server.drop_indexes()
    server.start()
    with Hub(apart) as hub:
        assert left_of(hub, other) == ["Person", "PersonDetails", "Residence"]
        server.sweep()
    server.stop()
    assert _holding(apart.graph_folder, ids) == set()
