"""The log's tables in SQLite, in the private folder of the home: the store that is used unless another is set."""
# ruff: noqa: S608 - only names of our own columns are put into a statement

import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

import orjson

from hub.audit_log.limits import SWEEP_MILLISECONDS_MAX
from hub.audit_log.tables import BusyError, Checkpoint, Link, LostError, Row, Spent, Written
from hub.audit_log.upgrades import from_version_1
from hub.audit_log.writer_lease import WriterLease
from hub.private_store import BUSY_SECONDS_MAX, Connect, Form, connect, open_store, open_to_read
from model.errors import SetupError
from model.ids import EntryId
from tlog.tree import Node

_SCHEMA = (
    "CREATE TABLE log (id INTEGER PRIMARY KEY CHECK (id = 1), mark BLOB NOT NULL) STRICT",
    """
    CREATE TABLE entries (
        sequence INTEGER PRIMARY KEY,       -- from 0, without a gap: the place of its leaf in the tree
        subject TEXT NOT NULL,              -- a keyed pseudonym; empty for an entry about nobody
        subject_sequence INTEGER NOT NULL,  -- from 1, without a gap
        previous BLOB NOT NULL,             -- the head of the subject's chain before this entry
        salt BLOB,
        record BLOB,                        -- canonical JSON, RFC 8785
        commitment BLOB NOT NULL,           -- SHA-256 over domain, salt and record
        erased_at TEXT,                     -- UTC; then salt and record are gone
        UNIQUE (subject, subject_sequence),
        CHECK ((salt IS NULL) = (erased_at IS NOT NULL) AND (record IS NULL) = (erased_at IS NOT NULL))
    ) STRICT
    """,
    """
    CREATE TABLE writes (
        write TEXT PRIMARY KEY,     -- the id which the graph's commit carries
        writer TEXT NOT NULL,       -- which process intends it
        intended INTEGER NOT NULL,  -- the sequence of its last intent
        outcome INTEGER,            -- the sequence of the entry that says how it ended; null while it is open
        ended TEXT,                 -- what that entry says
        CHECK ((outcome IS NULL) = (ended IS NULL))
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX open_writes ON writes (writer) WHERE outcome IS NULL",
    """
    CREATE TABLE nodes (
        level INTEGER NOT NULL,     -- from 1: each is the root of a full subtree of 256^level leaves
        position INTEGER NOT NULL,  -- the how-manieth of its level, from 0
        hash BLOB NOT NULL,
        PRIMARY KEY (level, position)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE checkpoints (
        size INTEGER PRIMARY KEY,    -- how many entries it signs for
        at TEXT NOT NULL,            -- UTC
        note TEXT NOT NULL,          -- as it is published
        is_hourly INTEGER NOT NULL   -- 1: kept for good
    ) STRICT
    """,
    "CREATE INDEX hourly_checkpoints ON checkpoints (size) WHERE is_hourly = 1",
    """
    CREATE TABLE spent (
        meter TEXT NOT NULL,      -- a keyed hash of an officer, a client or a purpose
        minute INTEGER NOT NULL,  -- since 1970, by the log's own clock
        requests INTEGER NOT NULL,
        subjects INTEGER NOT NULL,
        exports INTEGER NOT NULL,
        PRIMARY KEY (meter, minute)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX spent_minutes ON spent (minute)",
)
FORM = Form(
    name="access log",
    application_id=0x444D4C47,  # "DMLG"
    version=2,
    journal="WAL",
    schema=_SCHEMA,
    upgrades={1: partial(from_version_1, schema=_SCHEMA)},
)
_ROW = "sequence, subject, subject_sequence, previous, salt, record, commitment, erased_at"
_LINK = "sequence, subject, subject_sequence, previous, commitment"
_WRITTEN = "write, writer, intended, outcome, ended"


def _lacks_room(error: BaseException | None) -> bool:
    """Whether it is a disk without room that says no: that passes, and nothing that was durable is in doubt."""
    if not isinstance(error, sqlite3.Error):
        return False
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN} or code == sqlite3.SQLITE_IOERR_SHMSIZE


class _Writing:
    """A connection that writes. A full disk is `LostError`: what was begun is undone, and the file is opened and looked at anew."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        try:
            return self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise self._said(error) from error

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._said(error) from error

    def close(self) -> None:
        self._connection.close()

    @staticmethod
    def _said(error: sqlite3.Error) -> Exception:
        return LostError(f"its disk is full: {error}") if _lacks_room(error) else error


class SqliteStorage:
    """`log.sqlite` in a home's private folder, and the locks of those who write to it beside it."""

    def __init__(self, folder: Path, connect: Connect = connect) -> None:
        """Nothing is opened yet. `connect` is for tests which put faults below SQLite."""
        self.file = folder / "log.sqlite"
        self._folder = folder
        self._connect = connect
        self._presence: WriterLease | None = None
        self._was_open = False

    @property
    def writer(self) -> str:
        """Our name among the writers."""
        if self._presence is None:
            raise AssertionError("a log that was not opened has no writer")
        return self._presence.name

    @property
    def missing(self) -> str:
        """The file's path when there is none, or only an empty one."""
        return "" if self.file.is_file() and self.file.stat().st_size else str(self.file)

    def open(self, mark: bytes) -> "SqliteTables":
        """The tables to write to. Raises `SetupError`; `LostError` when they were open, and there is no room to open them."""
        try:
            tables = SqliteTables(self.file, mark, self._connect)
        except SetupError as error:
            if self._was_open and _lacks_room(error.__cause__):
                raise LostError(str(error)) from error
            raise
        self._was_open = True
        try:
            self._presence = self._presence or WriterLease(self._folder / "log-writers")
        except SetupError:
            tables.close()
            raise
        return tables

    def read(self) -> "SqliteReader":
        """The tables to read from. Raises `SetupError`."""
        return SqliteReader(self.file)

    def alive(self, writers: Collection[str]) -> set[str]:
        """Which of these still run."""
        if self._presence is None:
            raise AssertionError("only a writer looks for others")
        return {name for name in writers if self._presence.is_alive(name)}

    def leave(self) -> None:
        """`writer` is no more."""
        if self._presence is not None:
            self._presence.leave()
            self._presence = None


class _Reading:
    """The questions that both connections answer."""

    def __init__(self, connection: "sqlite3.Connection | _Writing") -> None:
        self._connection = connection

    def last(self) -> Link | None:
        return _first(self._all(Link, f"SELECT {_LINK} FROM entries ORDER BY sequence DESC LIMIT 1"))

    def rows(self, start: int, stop: int) -> list[Row]:
        statement = f"SELECT {_ROW} FROM entries WHERE sequence >= ? AND sequence < ? ORDER BY sequence"
        return self._all(Row, statement, start, stop)

    def of_subject(self, subject: str, limit: int) -> list[Row]:
        statement = f"SELECT {_ROW} FROM entries WHERE subject = ? ORDER BY subject_sequence DESC LIMIT ?"
        return self._all(Row, statement, subject, limit)[::-1]

    def writes(self, ids: Collection[EntryId]) -> list[Written]:
        statement = f"SELECT {_WRITTEN} FROM writes WHERE write IN (SELECT value FROM json_each(?))"
        return self._all(Written, statement, _json(ids))

    def commitments(self, start: int, stop: int) -> list[bytes]:
        statement = "SELECT commitment FROM entries WHERE sequence >= ? AND sequence < ? ORDER BY sequence"
        return [value for (value,) in self._connection.execute(statement, (start, stop))]

    def nodes(self, level: int, start: int, stop: int) -> list[bytes]:
        statement = "SELECT hash FROM nodes WHERE level = ? AND position >= ? AND position < ? ORDER BY position"
        return [value for (value,) in self._connection.execute(statement, (level, start, stop))]

    def checkpoint(self, *, hourly: bool = False) -> Checkpoint | None:
        which = "WHERE is_hourly = 1" if hourly else ""
        statement = f"SELECT size, at, note, is_hourly FROM checkpoints {which} ORDER BY size DESC LIMIT 1"
        row = self._connection.execute(statement).fetchone()
        return None if row is None else _checkpoint(row)

    def _all(self, kind: Any, statement: str, *values: object) -> list[Any]:
        return [kind._make(row) for row in self._connection.execute(statement, values)]


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file lies there; None where there is none."""
    try:
        seen = path.stat()
    except FileNotFoundError:
        return None
    return seen.st_dev, seen.st_ino


class SqliteTables(_Reading):
    """The connection that writes."""

    def __init__(self, path: Path, mark: bytes, connect: Connect) -> None:
        """Open or make the file. Raises `SetupError` when it is not this home's log, or can't be read."""
        super().__init__(_Writing(open_store(path, FORM, connect)))
        self._path = path
        self._file = _identity(path)
        try:
            self._check_mark(path, mark)
            self._connection.execute("PRAGMA wal_autocheckpoint=0")  # `tidy` does it, where its errors are seen
        except sqlite3.Error as error:
            self.close()
            raise SetupError(f"the access log `{path}` can't be read: {error}") from error
        except SetupError:
            self.close()
            raise

    def _check_mark(self, path: Path, mark: bytes) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT OR IGNORE INTO log VALUES (1, ?)", (mark,))
        self._connection.execute("COMMIT")
        (stored,) = self._connection.execute("SELECT mark FROM log").fetchone()
        if not secrets.compare_digest(stored, mark):
            raise SetupError(f"the access log `{path}` belongs to another master key: put that key back")

    def begin(self) -> None:
        if _identity(self._path) != self._file:  # what is written to a file without a name is gone at the end
            raise SetupError("the access log was replaced under the running hub: start it again")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise BusyError from error

    def commit(self) -> None:
        self._connection.execute("COMMIT")

    def ends(self, subjects: Collection[str]) -> list[Link]:
        statement = (
            f"SELECT {_LINK} FROM json_each(?) AS wanted JOIN entries ON subject = wanted.value AND subject_sequence = "
            "(SELECT max(subject_sequence) FROM entries WHERE subject = wanted.value)"
        )
        return self._all(Link, statement, _json(subjects))

    def links(self, start: int, stop: int) -> list[Link]:
        statement = f"SELECT {_LINK} FROM entries WHERE sequence >= ? AND sequence < ? ORDER BY sequence"
        return self._all(Link, statement, start, stop)

    def standing(self, subject: str, after: int, limit: int) -> list[Row]:
        statement = (
            f"SELECT {_ROW} FROM entries WHERE subject = ? AND subject_sequence > ? AND erased_at IS NULL "
            "ORDER BY subject_sequence LIMIT ?"
        )
        return self._all(Row, statement, subject, after, limit)

    def put_entries(self, rows: Sequence[Row]) -> None:
        self._connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def erase(self, sequences: Collection[int], at: str) -> None:
        """Zeroes of the same length first: SQLite writes them over the old bytes, and moves nothing on the page."""
        which = "WHERE sequence IN (SELECT value FROM json_each(?))"
        chosen = _json(sequences)
        overwrite = f"UPDATE entries SET salt = zeroblob(length(salt)), record = zeroblob(length(record)) {which}"
        self._connection.execute(overwrite, (chosen,))
        self._connection.execute(f"UPDATE entries SET salt = NULL, record = NULL, erased_at = ? {which}", (at, chosen))

    def put_writes(self, rows: Sequence[Written]) -> None:
        statement = (
            "INSERT INTO writes VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (write) DO UPDATE SET outcome = excluded.outcome, ended = excluded.ended"
        )
        self._connection.executemany(statement, rows)

    def put_nodes(self, nodes: Sequence[Node]) -> None:
        self._connection.executemany("INSERT OR IGNORE INTO nodes VALUES (?, ?, ?)", nodes)

    def put_checkpoint(self, checkpoint: Checkpoint) -> None:
        self._connection.execute("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?)", checkpoint)

    def drop_checkpoints(self, before: int) -> None:
        self._connection.execute("DELETE FROM checkpoints WHERE size < ? AND is_hourly = 0", (before,))

    def last_spent_minute(self) -> int:
        (minute,) = self._connection.execute("SELECT coalesce(max(minute), 0) FROM spent").fetchone()
        return int(minute)

    def spent(self, meters: Collection[str], since: int) -> list[Spent]:
        statement = (
            "SELECT meter, max(minute), sum(requests), sum(subjects), sum(exports) FROM spent "
            "WHERE meter IN (SELECT value FROM json_each(?)) AND minute >= ? GROUP BY meter"
        )
        return self._all(Spent, statement, _json(meters), since)

    def put_spent(self, rows: Sequence[Spent]) -> None:
        statement = (
            "INSERT INTO spent VALUES (?, ?, ?, ?, ?) ON CONFLICT (meter, minute) DO UPDATE SET requests = requests + "
            "excluded.requests, subjects = subjects + excluded.subjects, exports = exports + excluded.exports"
        )
        self._connection.executemany(statement, rows)

    def drop_spent(self, before: int) -> None:
        self._connection.execute("DELETE FROM spent WHERE minute < ?", (before,))

    def sweep(self) -> bool:
        """Move all from the write-ahead file to the main file, and cut it to nothing; False when a reader is in the way."""
        self._connection.execute(f"PRAGMA busy_timeout={SWEEP_MILLISECONDS_MAX}")
        try:
            ((is_busy, *_),) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            self._connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS_MAX * 1000}")
        return not is_busy

    def tidy(self) -> None:
        """Move what is in the write-ahead file to the main file, as far as readers let it."""
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        self._connection.close()


class SqliteReader(_Reading):
    """A read-only connection, in one transaction: close it soon, it holds up checkpoints."""

    def __init__(self, path: Path) -> None:
        """Raises `SetupError` when there is no log, or it can't be read."""
        super().__init__(open_to_read(path, FORM))
        self._connection.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def in_sequence(self) -> Iterator[Row]:
        yield from map(Row._make, self._connection.execute(f"SELECT {_ROW} FROM entries ORDER BY sequence"))

    def by_subject(self) -> Iterator[Link]:
        statement = f"SELECT {_LINK} FROM entries ORDER BY subject, subject_sequence"
        yield from map(Link._make, self._connection.execute(statement))

    def every_write(self) -> Iterator[Written]:
        yield from map(Written._make, self._connection.execute(f"SELECT {_WRITTEN} FROM writes ORDER BY write"))

    def open_writes(self) -> list[Written]:
        return self._all(Written, f"SELECT {_WRITTEN} FROM writes WHERE outcome IS NULL ORDER BY write")

    def checkpoints(self) -> Iterator[Checkpoint]:
        statement = "SELECT size, at, note, is_hourly FROM checkpoints ORDER BY size"
        yield from map(_checkpoint, self._connection.execute(statement))


def _checkpoint(row: tuple[int, str, str, int]) -> Checkpoint:
    size, at, note, is_hourly = row
    return Checkpoint(size, at, note, bool(is_hourly))


def _first(rows: Sequence[Link]) -> Link | None:
    return rows[0] if rows else None


def _json(values: Collection[str] | Collection[int]) -> str:
    return orjson.dumps(list(values)).decode()
