"""What a witness remembers: for each log the last checkpoint that it signed, in SQLite, durable before it answers."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hub.private_store import Form, open_store
from tlog.tree import EMPTY_ROOT

_FORM = Form(
    name="witness's memory",
    application_id=0x444D5749,  # "DMWI"
    version=1,
    journal="WAL",
    schema=(
        """
        CREATE TABLE seen (
            origin TEXT PRIMARY KEY,  -- the log's name
            size INTEGER NOT NULL,    -- leaves of the largest tree that was signed
            root BLOB NOT NULL,
            note TEXT NOT NULL        -- the checkpoint with the log's signature and the witness's
        ) STRICT, WITHOUT ROWID
        """,
    ),
)


@dataclass(frozen=True)
class Seen:
    """The last tree of a log which the witness signed; at first the empty one, with no note."""

    size: int = 0
    root: bytes = EMPTY_ROOT
    note: str = ""


class Store:
    """The table, for any thread: one checks and writes at a time, in this process and in others."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. Raises `SetupError`."""
        self._connection = open_store(path, _FORM)
        self._lock = threading.Lock()

    def seen(self, origin: str) -> Seen:
        """What was signed last. Raises `sqlite3.Error`."""
        with self._lock:
            return self._read(origin)

    @contextmanager
    def turn(self, origin: str) -> Iterator["Turn"]:
        """Nobody else reads or writes what was signed until this ends; what it wrote is durable then.

        Raises `sqlite3.Error`; nothing was written then, as far as can be known.
        """
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield Turn(origin, self._read(origin), self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.rollback()
                raise

    def _read(self, origin: str) -> Seen:
        row = self._connection.execute("SELECT size, root, note FROM seen WHERE origin = ?", (origin,)).fetchone()
        return Seen(*row) if row else Seen()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


@dataclass(frozen=True)
class Turn:
    """One check and the write that follows from it."""

    origin: str
    before: Seen
    _connection: sqlite3.Connection

    def remember(self, seen: Seen) -> None:
        """What is signed now."""
        row = (self.origin, seen.size, seen.root, seen.note)
        self._connection.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", row)
