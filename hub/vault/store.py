"""Where the persons' data keys lie, wrapped, each in a row of its own: destroying a row's key erases the person.

SQLite in the private folder. Rows are few and small; overwritten bytes are zeroed (`secure_delete`).
"""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from hub.errors import SetupError

_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS data_key (
    person TEXT PRIMARY KEY,
    wrapped BLOB,          -- NULL: destroyed
    destroyed_on TEXT      -- the day, when it was
) STRICT, WITHOUT ROWID;
"""


class KeyStore:
    """The table of wrapped data keys."""

    def __init__(self, path: Path) -> None:
        """Raises `SetupError` when the file is no key store, or of a newer version."""
        self._path = path
        try:
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=5000"):
                self._database.execute(f"PRAGMA {pragma}")
            self._database.executescript(_SCHEMA)
            path.chmod(0o600)
        except (sqlite3.Error, OSError) as error:
            raise SetupError(f"the key store `{path}` can't be opened: {error}") from error
        version = self.meta("version")
        if version is None:
            self.put_meta("version", str(_VERSION).encode())
        elif int(version) > _VERSION:
            raise SetupError(f"the key store `{path}` was written by a newer version of the hub: use that one")

    def meta(self, name: str) -> bytes | None:
        """A value of the store itself, such as the check value of the master key."""
        row = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def put_meta(self, name: str, value: bytes) -> None:
        """Set such a value."""
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def wrapped(self, person: str) -> bytes | None:
        """A person's wrapped key; None when there is none or it was destroyed."""
        row = self._database.execute("SELECT wrapped FROM data_key WHERE person = ?", (person,)).fetchone()
        return None if row is None or row[0] is None else bytes(row[0])

    def known(self, persons: Sequence[str]) -> set[str]:
        """Which of `persons` have a row already."""
        marks = ",".join("?" * len(persons))
        rows = self._database.execute(f"SELECT person FROM data_key WHERE person IN ({marks})", list(persons))  # noqa: S608 - marks only
        return {row[0] for row in rows}

    def add(self, rows: Sequence[tuple[str, bytes]]) -> None:
        """Add wrapped keys in one transaction; durable when it returns. A person's key that is there stays."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            self._database.executemany("INSERT OR IGNORE INTO data_key (person, wrapped) VALUES (?, ?)", rows)
            self._database.execute("COMMIT")
        except BaseException:
            self._database.execute("ROLLBACK")
            raise

    def destroy(self, person: str) -> None:
        """Overwrite a person's key; the row stays as a dated tombstone."""
        day = datetime.now(UTC).date().isoformat()
        self._database.execute("UPDATE data_key SET wrapped = NULL, destroyed_on = ? WHERE person = ?", (day, person))
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        self._database.close()
