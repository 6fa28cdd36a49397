"""What a hub's operator could do to the log of their home, with all of its keys, so that the log itself stays whole.

Each works on a home of its own beside the tests' one, on the same graph. The numbers, chains, commitments, tree and
signatures are made anew behind what was done, as somebody would who wants it not to show.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import SecretStr

from hub.graph import connection
from hub.settings import Settings
from tests.support.hub import Hub
from tests.support.store import ask_graph, copy_private
from tlog.chains import START, commitment, subject_head


@dataclass(frozen=True)
class Row:
    """A row of the table of entries."""

    sequence: int
    subject: str
    number: int
    previous: bytes
    salt: bytes | None
    record: bytes | None
    commitment: bytes
    erased_at: str | None


Rows = list[Row]


def copy_of(hub: Hub, home: Path) -> Settings:
    """The home of `hub` once more: its keys and its log as they are now. It answers from the same graph."""
    copy_private(hub.settings.private_folder, home / "private")
    home.chmod(0o700)
    found = connection(hub.settings)
    assert found is not None
    graph = {"neo4j_uri": found.uri, "neo4j_user": found.user, "neo4j_password": SecretStr(found.password)}
    return hub.settings.model_copy(update={"home": home, **graph})


@contextmanager
def running(settings: Settings) -> Iterator[Hub]:
    """A hub on such a home."""
    with Hub(settings) as hub:
        yield hub


def rewrite(settings: Settings, change: Callable[[Rows], Rows]) -> None:
    """Put `change(rows)` in the place of all entries; each chain and the tree are made to fit, and what keys and graph know goes."""
    with closing(sqlite3.connect(settings.private_folder / "log.sqlite")) as log:
        columns = "sequence, subject, subject_sequence, previous, salt, record, commitment, erased_at"
        rows = [Row(*row) for row in log.execute(f"SELECT {columns} FROM entries ORDER BY sequence")]
        before = {row.sequence: row for row in rows}
        made = list(_linked(change(rows)))
        moved = {row.sequence: place for place, row in enumerate(made)}
        for table in ("entries", "nodes", "checkpoints"):
            log.execute(f"DELETE FROM {table}")
        log.executemany(
            f"INSERT INTO entries ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (place, row.subject, row.number, row.previous, row.salt, row.record, row.commitment, row.erased_at)
                for place, row in enumerate(made)
            ],
        )
        for column in ("intended", "outcome"):
            places = [(moved.get(sequence, 0), -sequence - 1) for sequence in before]
            log.execute(f"UPDATE writes SET {column} = -{column} - 1")
            log.executemany(f"UPDATE writes SET {column} = ? WHERE {column} = ?", places)
        log.commit()
    with closing(sqlite3.connect(settings.private_folder / "keys.sqlite")) as keys:
        keys.execute("UPDATE log SET size = 0, checkpoint = ''")
        keys.commit()
    _unmark(settings)


def _unmark(settings: Settings) -> None:
    """In the graph, which is that of other homes too, no write says any more where it stood."""
    ask_graph(settings, "MATCH (mark:Write) REMOVE mark.sequence, mark.commitment")


def _linked(rows: Rows) -> Iterator[Row]:
    """Each subject's numbers without a gap, each entry behind the one before it, and its commitment anew where it differs."""
    ends: dict[str, tuple[int, bytes]] = {}
    for row in rows:
        number, previous = ends.get(row.subject, (0, START))
        number += 1
        if row.record is not None and row.salt is not None:
            inner = row.record[len(b'{"entry":') : row.record.rindex(b',"previous":')]
            record = b'{"entry":%b,"previous":"%b","subject":"%b","subjectSequence":%d}' % (
                inner,
                previous.hex().encode(),
                row.subject.encode(),
                number,
            )
            made = replace(row, record=record, commitment=commitment(row.salt, record))
        else:
            made = row
        yield replace(made, number=number, previous=previous)
        ends[row.subject] = number, subject_head(previous, made.commitment)
