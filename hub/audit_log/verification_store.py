"""What a verification notes on the side, in a temporary SQLite file: so a large log needs no large memory.

The file has no name, and is gone with the process. It holds ids and numbers that are in the log as well.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hub.audit_log.limits import SCRATCH_PAGES
from hub.audit_log.tables import Written

_SCHEMA = """
CREATE TABLE said (write TEXT PRIMARY KEY, intended INTEGER, outcome INTEGER, ended TEXT) WITHOUT ROWID;
CREATE TABLE noted (write TEXT PRIMARY KEY, intended INTEGER, outcome INTEGER, ended TEXT) WITHOUT ROWID;
CREATE TABLE tombstones (sequence INTEGER PRIMARY KEY, subject TEXT, number INTEGER);
CREATE TABLE marks (write TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE erased (sequence INTEGER, subject TEXT, first INTEGER, last INTEGER);
"""
_INDEXES = """
CREATE INDEX tombstone_numbers ON tombstones (subject, number);
CREATE INDEX erased_subjects ON erased (subject, first);
"""
_WRITES = """
SELECT ids.write, said.intended, said.outcome, said.ended, noted.write IS NOT NULL, noted.intended, noted.outcome,
       noted.ended, noted.intended IN (SELECT sequence FROM tombstones),
       noted.outcome IN (SELECT sequence FROM tombstones)
FROM (SELECT write FROM said WHERE intended IS NOT NULL UNION SELECT write FROM noted) AS ids
LEFT JOIN said ON said.write = ids.write LEFT JOIN noted ON noted.write = ids.write ORDER BY ids.write
"""
_WITHOUT_INTENT = """
SELECT outcome FROM said WHERE intended IS NULL AND write NOT IN (SELECT write FROM noted) ORDER BY outcome
"""
_SAID_TOO_MUCH = """
SELECT DISTINCT sequence FROM erased WHERE last - first + 1 <> (
    SELECT count(*) FROM tombstones WHERE tombstones.subject = erased.subject AND number BETWEEN first AND last
) ORDER BY sequence
"""
_UNSAID = """
SELECT sequence FROM tombstones WHERE NOT EXISTS (
    SELECT 1 FROM erased WHERE erased.subject = tombstones.subject AND number BETWEEN first AND last
) ORDER BY sequence
"""
_UNMARKED = """
SELECT write FROM noted WHERE ended = 'committed' AND outcome < ? AND write NOT IN (SELECT write FROM marks) ORDER BY write
"""
_UNKNOWN = """
SELECT marks.write, noted.ended FROM marks LEFT JOIN noted ON noted.write = marks.write
WHERE noted.write IS NULL OR noted.ended = 'rolled_back' ORDER BY marks.write
"""


class Ended(NamedTuple):
    """What the records say of a write, beside what the table of writes has noted. The flags are SQLite's 0 and 1."""

    write: str
    intended: int | None
    outcome: int | None
    ended: str | None
    is_noted: int
    noted_intended: int | None
    noted_outcome: int | None
    noted_ended: str | None
    is_intent_erased: int | None
    is_outcome_erased: int | None


class VerificationStore:
    """Notes of one verification, to be asked at its end."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)  # a nameless file, for this connection only
        self._connection.execute(f"PRAGMA cache_size={SCRATCH_PAGES}")
        self._connection.executescript(_SCHEMA)
        self._connection.execute("BEGIN")

    def intend(self, write: str, sequence: int) -> None:
        """A record intends this write; the last one counts."""
        statement = (
            "INSERT INTO said (write, intended) VALUES (?, ?) ON CONFLICT DO UPDATE SET intended = excluded.intended"
        )
        self._connection.execute(statement, (write, sequence))

    def end(self, write: str, sequence: int, ended: str) -> bool:
        """A record says how a write ended. Whether it is the first that does; the last one counts."""
        row = self._connection.execute("SELECT outcome FROM said WHERE write = ?", (write,)).fetchone()
        statement = (
            "INSERT INTO said (write, outcome, ended) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET outcome = excluded.outcome, ended = excluded.ended"
        )
        self._connection.execute(statement, (write, sequence, ended))
        return row is None or row[0] is None

    def bury(self, sequence: int, subject: str, number: int) -> None:
        """There is a tombstone."""
        self._connection.execute("INSERT OR REPLACE INTO tombstones VALUES (?, ?, ?)", (sequence, subject, number))

    def erase(self, sequence: int, subject: str, numbers: Iterable[tuple[int, int]]) -> None:
        """A record says that these numbers of its subject are erased, from the first to the last of each."""
        rows = [(sequence, subject, first, last) for first, last in numbers]
        self._connection.executemany("INSERT INTO erased VALUES (?, ?, ?, ?)", rows)

    def note(self, rows: Iterable[Written]) -> None:
        """The table of writes."""
        values = ((row.write, row.intended, row.outcome, row.ended) for row in rows)
        self._connection.executemany("INSERT OR REPLACE INTO noted VALUES (?, ?, ?, ?)", values)
        self._connection.execute("COMMIT")
        self._connection.executescript(_INDEXES)

    def writes(self) -> Iterator[Ended]:
        """Every write that is intended by a record, or noted."""
        yield from map(Ended._make, self._connection.execute(_WRITES))

    def mark(self, writes: Iterable[str]) -> None:
        """The marks that the graph holds."""
        self._connection.executemany("INSERT OR IGNORE INTO marks VALUES (?)", ((write,) for write in writes))

    def unmarked(self, size: int) -> Iterator[str]:
        """Writes that were committed among the first `size` entries, and of which the graph has no mark."""
        for (write,) in self._connection.execute(_UNMARKED, (size,)):
            yield write

    def unknown(self) -> Iterator[tuple[str, bool]]:
        """Marks of writes that the log does not know to be committed; and whether it knows them to be rolled back."""
        for write, ended in self._connection.execute(_UNKNOWN):
            yield write, ended is not None

    def without_intent(self) -> Iterator[int]:
        """Records with an outcome of a write that is nowhere intended."""
        yield from self._numbers(_WITHOUT_INTENT)

    def said_too_much(self) -> Iterator[int]:
        """Records that call something erased which is not."""
        yield from self._numbers(_SAID_TOO_MUCH)

    def unsaid(self) -> Iterator[int]:
        """Tombstones of which no record of their subject says anything."""
        yield from self._numbers(_UNSAID)

    def _numbers(self, statement: str) -> Iterator[int]:
        for (number,) in self._connection.execute(statement):
            yield number

    def close(self) -> None:
        """Throw the notes away."""
        self._connection.close()
