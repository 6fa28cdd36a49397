"""The ledger's tables in SQLite: placing entries in their chains, and reading them back. Used by one thread at a time."""

import secrets
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Self

import orjson

from hub.errors import ConflictError, SetupError
from hub.ledger.limits import HEADS_CACHED_MAX, OPEN_CHECK_ENTRIES, RECORDS_READ_MAX
from hub.ledger.record import (
    SALT_BYTES,
    START,
    Draft,
    Record,
    commitment,
    log_head,
    placed,
    subject_head,
)
from hub.model.ids import EntryId
from hub.private_store import Form, open_store, open_to_read

FORM = Form(
    name="access log",
    application_id=0x444D4C47,  # "DMLG"
    version=1,
    journal="WAL",
    schema=(
        "CREATE TABLE log (id INTEGER PRIMARY KEY CHECK (id = 1), mark BLOB NOT NULL) STRICT",
        """
        CREATE TABLE entries (
            sequence INTEGER PRIMARY KEY,       -- from 0, without a gap: the place of its leaf in the tree
            subject TEXT NOT NULL,              -- a keyed pseudonym; empty for an entry about nobody
            subject_sequence INTEGER NOT NULL,  -- from 1, without a gap
            previous BLOB NOT NULL,             -- the head of the subject's chain before this entry
            salt BLOB NOT NULL,
            record BLOB NOT NULL,               -- canonical JSON, RFC 8785
            commitment BLOB NOT NULL,           -- SHA-256 over domain, salt and record
            chain BLOB NOT NULL,                -- the head of the whole log's chain after this entry
            UNIQUE (subject, subject_sequence)
        ) STRICT
        """,
        """
        CREATE TABLE writes (
            write TEXT PRIMARY KEY,  -- the id which the graph's commit carries
            writer TEXT NOT NULL,    -- which process intends it
            outcome INTEGER          -- the sequence of the entry that says how it ended; null while it is open
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX open_writes ON writes (writer) WHERE outcome IS NULL",
    ),
)
_COLUMNS = "sequence, subject_sequence, previous, salt, record, commitment"


@dataclass(frozen=True)
class Receipt:
    """An entry that is durable. `chain_head` is the head of its subject's chain after it (design §5)."""

    sequence: int
    subject_sequence: int
    commitment: bytes
    chain_head: bytes
    write: EntryId | None


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many entries it has, and its hash."""

    count: int
    value: bytes


class Store:
    """The tables through the one connection that writes: `begin`, then `place` and the like, then `commit` or `close`."""

    def __init__(self, path: Path, mark: bytes) -> None:
        """Open or make the file. Raises `SetupError` when it is not this home's log, or its last entries don't fit."""
        self._path = path
        self._connection = open_store(path, FORM)
        self._heads: OrderedDict[str, Head] = OrderedDict()
        try:
            self._check_mark(mark)
            self._check_end()
            self._head = self._read_head()
        except sqlite3.Error as error:
            self._connection.close()
            raise SetupError(f"the access log `{path}` can't be read: {error}") from error
        except SetupError:
            self._connection.close()
            raise
        self._connection.execute("PRAGMA wal_autocheckpoint=0")  # `checkpoint` does it, where its errors are seen
        self._rows: list[tuple[object, ...]] = []

    def _check_mark(self, mark: bytes) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT OR IGNORE INTO log VALUES (1, ?)", (mark,))
        self._connection.execute("COMMIT")
        (stored,) = self._connection.execute("SELECT mark FROM log").fetchone()
        if not secrets.compare_digest(stored, mark):
            raise SetupError(f"the access log `{self._path}` belongs to another master key: put that key back")

    def _check_end(self) -> None:
        """The last entries: gapless, each commitment that of its record, each link of the log's chain."""
        columns = "sequence, salt, record, commitment, chain"
        statement = f"SELECT {columns} FROM entries ORDER BY sequence DESC LIMIT ?"  # noqa: S608 - no caller's text
        rows = self._connection.execute(statement, (OPEN_CHECK_ENTRIES + 1,)).fetchall()[::-1]
        if len(rows) <= OPEN_CHECK_ENTRIES:
            rows.insert(0, (-1, b"", b"", b"", START))
        for (before, *_, chain), (sequence, salt, record, committed, head) in pairwise(rows):
            is_whole = sequence == before + 1 and committed == commitment(salt, record)
            if not is_whole or head != log_head(chain, committed):
                raise SetupError(
                    f"the access log `{self._path}` was altered at entry {sequence}: run `domicile log verify`"
                )

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Take the write lock, and note what another process of this home wrote since. Raises `sqlite3.Error`."""
        self._connection.execute("BEGIN IMMEDIATE")
        head = self._read_head()
        if head != self._head:
            self._heads.clear()
            self._head = head

    def place(self, drafts: Sequence[Draft]) -> list[Receipt]:
        """Give each draft its place at the ends of its chains; `commit` writes them."""
        return [self._place(draft) for draft in drafts]

    def _place(self, draft: Draft) -> Receipt:
        before = self._subject_head(draft.subject)
        count = before.count + 1
        salt = secrets.token_bytes(SALT_BYTES)
        record = placed(draft, subject_sequence=count, previous=before.value)
        committed = commitment(salt, record)
        sequence, after = self._head.count, subject_head(before.value, committed)
        self._head = Head(sequence + 1, log_head(self._head.value, committed))
        row = (sequence, draft.subject, count, before.value, salt, record, committed, self._head.value)
        self._rows.append(row)
        self._remember(draft.subject, Head(count, after))
        return Receipt(sequence, count, committed, after, draft.write)

    def intend(self, writes: Sequence[EntryId], writer: str) -> None:
        """Note writes as open. Raises `ConflictError` for an id that was used before; nothing is noted then."""
        known = [write for write in writes if self._write(write) is not None]
        if known:
            raise ConflictError(f"the write `{known[0]}` is on the log already: take a new id")
        self._connection.executemany("INSERT INTO writes VALUES (?, ?, NULL)", [(write, writer) for write in writes])

    def is_open(self, write: EntryId, outcome: str) -> bool:
        """Whether `write` waits for its outcome; False when it has this one already.

        Raises `ConflictError` when it has the other one, or was never intended.
        """
        row = self._write(write)
        if row is None:
            raise ConflictError(f"the write `{write}` was never intended on the log")
        if row[0] is None:
            return True
        (record,) = self._connection.execute("SELECT record FROM entries WHERE sequence = ?", row).fetchone()
        if _outcome(record) != outcome:
            raise ConflictError(f"the write `{write}` has another outcome than `{outcome}` on the log")
        return False

    def settle(self, write: EntryId, sequence: int) -> None:
        """Note the entry that holds the outcome of an open write."""
        self._connection.execute("UPDATE writes SET outcome = ? WHERE write = ?", (sequence, write))

    def commit(self) -> None:
        """Make everything since `begin` durable. After an error nothing more may be written. Raises `sqlite3.Error`."""
        statement = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        self._connection.executemany(statement, self._rows)
        self._rows.clear()
        self._connection.execute("COMMIT")

    def checkpoint(self) -> None:
        """Move what is in the write-ahead file to the main file, as far as readers let it. Raises `sqlite3.Error`."""
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        """Close the file; what was not committed is gone."""
        self._connection.close()

    def _write(self, write: EntryId) -> tuple[int | None] | None:
        row: tuple[int | None] | None = self._connection.execute(
            "SELECT outcome FROM writes WHERE write = ?", (write,)
        ).fetchone()
        return row

    def _read_head(self) -> Head:
        statement = "SELECT sequence + 1, chain FROM entries ORDER BY sequence DESC LIMIT 1"
        row = self._connection.execute(statement).fetchone()
        return Head(*row) if row else Head(0, START)

    def _subject_head(self, subject: str) -> Head:
        head = self._heads.get(subject)
        if head is not None:
            return head
        statement = (
            "SELECT subject_sequence, previous, commitment FROM entries WHERE subject = ? "
            "ORDER BY subject_sequence DESC LIMIT 1"
        )
        row = self._connection.execute(statement, (subject,)).fetchone()
        return Head(row[0], subject_head(row[1], row[2])) if row else Head(0, START)

    def _remember(self, subject: str, head: Head) -> None:
        self._heads[subject] = head
        self._heads.move_to_end(subject)
        if len(self._heads) > HEADS_CACHED_MAX:
            self._heads.popitem(last=False)


class Reader:
    """The tables through a read-only connection, beside whoever writes. Close it soon: it holds up checkpoints."""

    def __init__(self, path: Path) -> None:
        """Raises `SetupError` when there is no log, or it can't be read."""
        self._connection = open_to_read(path, FORM)
        self._connection.execute("BEGIN")  # all that is read is of one moment

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._connection.close()

    def of_subject(self, subject: str) -> list[Record]:
        """A subject's last entries, oldest first, each write with its outcome."""
        statement = f"SELECT {_COLUMNS} FROM entries WHERE subject = ? ORDER BY subject_sequence DESC LIMIT ?"  # noqa: S608
        rows = self._connection.execute(statement, (subject, RECORDS_READ_MAX)).fetchall()[::-1]
        return [self._with_outcome(_record(row)) for row in rows]

    def _with_outcome(self, record: Record) -> Record:
        entry = record.entry
        if entry["action"] != "write":
            return record
        statement = "SELECT record FROM writes JOIN entries ON entries.sequence = writes.outcome WHERE writes.write = ?"
        row = self._connection.execute(statement, (entry["write"],)).fetchone()
        return record if row is None else replace(record, outcome=_outcome(row[0]))

    def open_writes(self) -> list[tuple[EntryId, str]]:
        """Writes without an outcome, each with the writer that intended it."""
        statement = "SELECT write, writer FROM writes WHERE outcome IS NULL ORDER BY write"
        return self._connection.execute(statement).fetchall()

    def in_sequence(self) -> Iterator[tuple[int, str, int, bytes, bytes, bytes, bytes, bytes]]:
        """Every row, in the log's order."""
        yield from self._connection.execute("SELECT * FROM entries ORDER BY sequence")

    def by_subject(self) -> Iterator[tuple[int, str, int, bytes, bytes]]:
        """(sequence, subject, subject's sequence, previous, commitment) of every row, subject by subject."""
        yield from self._connection.execute(
            "SELECT sequence, subject, subject_sequence, previous, commitment FROM entries "
            "ORDER BY subject, subject_sequence"
        )

    def writes(self) -> Iterator[tuple[EntryId, int | None]]:
        """Every write, with the sequence of its outcome."""
        yield from self._connection.execute("SELECT write, outcome FROM writes")


def _record(row: tuple[int, int, bytes, bytes, bytes, bytes]) -> Record:
    sequence, subject_sequence, previous, salt, record, committed = row
    return Record(
        sequence=sequence,
        subject_sequence=subject_sequence,
        previous=previous,
        salt=salt,
        record=record,
        commitment=committed,
    )


def _outcome(record: bytes) -> str:
    outcome: str = orjson.loads(record)["entry"]["outcome"]
    return outcome
