"""The store of data keys: one for each person, wrapped by a key made from the master key; destroyed, never changed.

It is a rollback-journal SQLite file, not WAL: after a key is destroyed no side file holds its old bytes.
"""

import secrets
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.private_store import Form, open_store
from hub.vault.limits import DATA_KEYS_CACHED_MAX, OTHERS_SEEN_SECONDS, PERSONS_PER_COMMIT_MAX, PERSONS_PER_PAGE_MAX
from hub.vault.master import KEY_BYTES
from hub.vault.standings import PROPOSED, TABLE, Standings
from model.errors import DomicileError, SetupError
from model.ids import PersonId
from model.times import as_instant_text, now

NONCE_BYTES = 12
_VERSION_1 = 1  # a destroyed key's row kept the person's id
_VERSION_2 = 2  # knew nothing of the log, and of no operators
_VERSION_3 = 3  # did not count, and did not know who is protected
_DATA_KEYS = """
    CREATE TABLE data_keys (
        person TEXT PRIMARY KEY,
        wrapped BLOB NOT NULL  -- nonce, AES-GCM of the key under the wrapping key, tag
    ) STRICT, WITHOUT ROWID
    """
_DESTROYED = """
    CREATE TABLE destroyed (
        mark TEXT PRIMARY KEY,  -- the person under a keyed pseudonym: their id is nowhere any more
        at TEXT NOT NULL        -- UTC
    ) STRICT, WITHOUT ROWID
    """
_LOG = """
    CREATE TABLE log (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        size INTEGER NOT NULL,  -- how many entries the access log had, and what it signed for them
        checkpoint TEXT NOT NULL  -- empty before it signed any
    ) STRICT
    """
_HAS_LOG = "INSERT OR IGNORE INTO log VALUES (1, 0, '')"
_OPERATORS = """
    CREATE TABLE operators (
        key TEXT PRIMARY KEY  -- a vkey
    ) STRICT
    """
_COUNTS = """
    CREATE TABLE counts (
        name TEXT PRIMARY KEY,  -- of what; a number only grows
        value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """
_MADE, _ENDED = "keys made", "sessions ended"
Mark = Callable[[PersonId], str]
"""What stands for a person whose key is destroyed: a keyed name, from which nobody gets the id back."""


def _form(mark: Mark) -> Form:
    def from_version_1(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE data_keys RENAME TO old_keys")
        connection.execute(_DATA_KEYS)
        connection.execute(_DESTROYED)
        connection.execute("INSERT INTO data_keys SELECT person, wrapped FROM old_keys WHERE wrapped IS NOT NULL")
        gone = connection.execute("SELECT person, destroyed_at FROM old_keys WHERE wrapped IS NULL").fetchall()
        connection.executemany("INSERT INTO destroyed VALUES (?, ?)", [(mark(person), at) for person, at in gone])
        connection.execute("DROP TABLE old_keys")
        from_version_2(connection)

    def from_version_2(connection: sqlite3.Connection) -> None:
        connection.execute(_LOG)
        connection.execute(_HAS_LOG)
        connection.execute(_OPERATORS)
        from_version_3(connection)

    def from_version_3(connection: sqlite3.Connection) -> None:
        connection.execute(TABLE)
        connection.execute(PROPOSED)
        connection.execute(_COUNTS)
        connection.execute(
            "INSERT INTO counts SELECT ?, (SELECT count(*) FROM data_keys) + (SELECT count(*) FROM destroyed)", (_MADE,)
        )

    return Form(
        name="key store",
        application_id=0x444D4B59,  # "DMKY"
        version=_VERSION_3 + 1,
        journal="DELETE",
        schema=(
            "CREATE TABLE master (id INTEGER PRIMARY KEY CHECK (id = 1), check_value BLOB NOT NULL) STRICT",
            _DATA_KEYS,
            _DESTROYED,
            _LOG,
            _OPERATORS,
            TABLE,
            PROPOSED,
            _COUNTS,
        ),
        upgrades={_VERSION_1: from_version_1, _VERSION_2: from_version_2, _VERSION_3: from_version_3},
    )


class TamperedError(DomicileError):
    """A sealed value or a key is not what the hub wrote, or stands with another person or group."""


class KeyStore:
    """Data keys by person, with a bounded cache of ready ciphers. Safe to share between threads."""

    def __init__(self, path: Path, *, wrapping_key: bytes, standing_key: bytes, check_value: bytes, mark: Mark) -> None:
        """Open or make the store. Raises `SetupError` when it was made under another master key."""
        self._mark = mark
        self._wrapping = AESGCM(wrapping_key)
        self._lock = threading.Lock()
        self._ciphers: OrderedDict[PersonId, AESGCM] = OrderedDict()
        self._connection = open_store(path, _form(mark))
        try:
            self._check_master(path, check_value)
            self._data_version = self._read_data_version()
            self._looked_at = time.monotonic()
        except BaseException:
            self._connection.close()
            raise
        self.standings = Standings(standing_key, mark, reading=self._to_read, writing=self._to_write)

    def _check_master(self, path: Path, check_value: bytes) -> None:
        try:
            with self._transaction():
                self._connection.execute("INSERT OR IGNORE INTO master VALUES (1, ?)", (check_value,))
            (stored,) = self._connection.execute("SELECT check_value FROM master").fetchone()
        except (sqlite3.Error, DomicileError) as error:
            raise SetupError(f"the key store `{path}` can't be used: {error}") from error
        if not secrets.compare_digest(stored, check_value):
            raise SetupError(
                f"the master key is wrong: `{path}` was made under another one; put back the key of this home"
            )

    def add(self, persons: Iterable[PersonId]) -> None:
        """Make a key for each person who never had one; durable on return. A destroyed key stays destroyed."""
        remaining = iter(persons)
        while batch := list(islice(remaining, PERSONS_PER_COMMIT_MAX)):
            rows = [
                (person, self._wrapped(person, secrets.token_bytes(KEY_BYTES)), self._mark(person)) for person in batch
            ]
            with self._lock, self._transaction():
                made = self._connection.executemany(
                    "INSERT OR IGNORE INTO data_keys SELECT ?, ? "
                    "WHERE NOT EXISTS (SELECT 1 FROM destroyed WHERE mark = ?)",
                    rows,
                ).rowcount
                self._connection.execute(
                    "INSERT INTO counts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value",
                    (_MADE, made),
                )

    def destroy(self, persons: Collection[PersonId]) -> None:
        """Overwrite the keys with zeroes, and leave a mark and the date of each; durable on return. Twice is once."""
        at = as_instant_text(now())
        with self._lock, self._transaction():
            self._connection.executemany("DELETE FROM data_keys WHERE person = ?", [(person,) for person in persons])
            self._connection.executemany(
                "INSERT OR IGNORE INTO destroyed VALUES (?, ?)", [(self._mark(person), at) for person in persons]
            )
            self._connection.executemany(
                "DELETE FROM standings WHERE mark = ?", [(self._mark(person),) for person in persons]
            )
            for person in persons:
                self._ciphers.pop(person, None)

    def destroy_marked(self, marks: Collection[str]) -> None:
        """Destroy the keys of those persons whose marks these are, as far as there are any; durable on return.

        Reads every row: a mark leads back to nobody. It is for a store that was restored from a backup.
        """
        with self._lock, self._reading():
            every = [row[0] for row in self._connection.execute("SELECT person FROM data_keys")]
        wanted = frozenset(marks)
        self.destroy([person for person in every if self._mark(person) in wanted])
        at = as_instant_text(now())
        with self._lock, self._transaction():  # whose key is not there may come in later, and gets none
            self._connection.executemany(
                "INSERT OR IGNORE INTO destroyed VALUES (?, ?)", [(mark, at) for mark in sorted(wanted)]
            )

    def without_key(self, persons: Collection[PersonId]) -> frozenset[PersonId]:
        """Those of `persons` who have no key, and whose key was not destroyed either."""
        statement = "SELECT person FROM data_keys WHERE person IN (SELECT value FROM json_each(?))"
        with self._lock, self._reading():
            rows = self._connection.execute(statement, (orjson.dumps(list(persons)).decode(),)).fetchall()
        return frozenset(persons) - {row[0] for row in rows} - self.destroyed(persons)

    def destroyed_at(self, person: PersonId) -> str | None:
        """When the person's key was destroyed, as UTC text; None when it was not."""
        with self._lock, self._reading():
            row = self._connection.execute("SELECT at FROM destroyed WHERE mark = ?", (self._mark(person),)).fetchone()
        return None if row is None else row[0]

    def destroyed(self, persons: Collection[PersonId]) -> frozenset[PersonId]:
        """Those of `persons` whose keys were destroyed."""
        of_marks = {self._mark(person): person for person in persons}
        statement = "SELECT mark FROM destroyed WHERE mark IN (SELECT value FROM json_each(?))"
        with self._lock, self._reading():
            rows = self._connection.execute(statement, (orjson.dumps(list(of_marks)).decode(),)).fetchall()
        return frozenset(of_marks[row[0]] for row in rows)

    def marks(self) -> frozenset[str]:
        """What stands for those whose keys are destroyed."""
        with self._lock, self._reading():
            return frozenset(row[0] for row in self._connection.execute("SELECT mark FROM destroyed"))

    def note_log(self) -> None:
        """The log begins, beside this store; durable on return."""
        with self._lock, self._transaction():
            self._connection.execute(_HAS_LOG)

    def has_log(self) -> bool:
        """Whether a log began beside this store. One that has entries, beside a store that knows of none, is of another store."""
        with self._lock, self._reading():
            return self._connection.execute("SELECT 1 FROM log").fetchone() is not None

    def keep_checkpoint(self, size: int, checkpoint: str) -> None:
        """Keep what the log signed for `size` entries, unless more of it is known; durable on return."""
        statement = (
            "INSERT INTO log VALUES (1, ?, ?) ON CONFLICT DO UPDATE "
            "SET size = excluded.size, checkpoint = excluded.checkpoint WHERE excluded.size > size"
        )
        with self._lock, self._transaction():
            self._connection.execute(statement, (size, checkpoint))

    def accept_checkpoint(self, size: int, checkpoint: str) -> None:
        """Keep this one whatever was known before; durable on return."""
        with self._lock, self._transaction():
            self._connection.execute("DELETE FROM log")
            self._connection.execute("INSERT INTO log VALUES (1, ?, ?)", (size, checkpoint))

    def keep_operators(self, keys: Collection[str]) -> None:
        """These are the operators, by their vkeys; durable on return."""
        with self._lock, self._transaction():
            self._connection.execute("DELETE FROM operators")
            self._connection.executemany("INSERT INTO operators VALUES (?)", [(key,) for key in keys])

    def operators(self) -> list[str]:
        """The vkeys of the operators, sorted."""
        with self._lock, self._reading():
            rows = self._connection.execute("SELECT key FROM operators ORDER BY key").fetchall()
        return [key for (key,) in rows]

    def kept_checkpoint(self) -> str | None:
        """The latest that was kept; None when the log never signed one."""
        with self._lock, self._reading():
            row = self._connection.execute("SELECT checkpoint FROM log").fetchone()
        return row[0] or None if row else None

    @property
    def made(self) -> int:
        """How many keys were ever made here, destroyed ones too."""
        return self._count(_MADE)

    def accept_made(self, count: int) -> None:
        """So many were made, if not more, though not all of them are here; durable on return."""
        self._keep_count(_MADE, count)

    @property
    def ended(self) -> int:
        """How many sessions of browsers were ended, as far as was kept here."""
        return self._count(_ENDED)

    def keep_ended(self, count: int) -> None:
        """So many were, unless more is known; durable on return."""
        self._keep_count(_ENDED, count)

    def _count(self, name: str) -> int:
        with self._lock, self._reading():
            row = self._connection.execute("SELECT value FROM counts WHERE name = ?", (name,)).fetchone()
        return 0 if row is None else int(row[0])

    def _keep_count(self, name: str, count: int) -> None:
        with self._lock, self._transaction():
            self._connection.execute(
                "INSERT INTO counts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)",
                (name, count),
            )

    def rewrite(self) -> None:
        """Write the file anew, so that no page of it holds old copies of a row that went."""
        try:
            with self._lock:
                self._connection.execute("VACUUM")
        except sqlite3.Error as error:
            raise DomicileError(f"the key store can't be written: {error}") from error

    def persons(self) -> Iterator[PersonId]:
        """Everybody who has a key, in the order of ids."""
        statement = "SELECT person FROM data_keys WHERE person > ? ORDER BY person LIMIT ?"
        last = ""
        while True:
            with self._lock, self._reading():
                page = self._connection.execute(statement, (last, PERSONS_PER_PAGE_MAX)).fetchall()
            if not page:
                return
            yield from (PersonId(person) for (person,) in page)
            (last,) = page[-1]

    def ciphers(self, persons: Iterable[PersonId]) -> list[AESGCM | None]:
        """The ready cipher of each person; None where the key is destroyed or was never made."""
        with self._lock:
            try:
                self._forget_if_others_wrote()
                return [self._cipher(person) for person in persons]
            except sqlite3.Error as error:
                raise DomicileError(f"the key store can't be read: {error}") from error

    def close(self) -> None:
        """Close the file and forget the keys."""
        with self._lock:
            self._ciphers.clear()
            self._connection.close()

    def _cipher(self, person: PersonId) -> AESGCM | None:
        cipher = self._ciphers.get(person)
        if cipher is not None:
            self._ciphers.move_to_end(person)
            return cipher
        row = self._connection.execute("SELECT wrapped FROM data_keys WHERE person = ?", (person,)).fetchone()
        if row is None:
            return None
        cipher = self._ciphers[person] = AESGCM(self._unwrapped(person, row[0]))
        if len(self._ciphers) > DATA_KEYS_CACHED_MAX:
            self._ciphers.popitem(last=False)
        return cipher

    def _forget_if_others_wrote(self) -> None:
        """Another process of this home may have destroyed a key: what it erased must not open here either."""
        instant = time.monotonic()
        if instant - self._looked_at < OTHERS_SEEN_SECONDS:
            return
        self._looked_at = instant
        version = self._read_data_version()
        if version != self._data_version:
            self._data_version = version
            self._ciphers.clear()

    def _read_data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _wrapped(self, person: PersonId, key: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._wrapping.encrypt(nonce, key, person.encode())

    def _unwrapped(self, person: PersonId, wrapped: bytes) -> bytes:
        try:
            return self._wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], person.encode())
        except (InvalidTag, ValueError) as error:
            raise TamperedError("a data key was altered: restore `keys.sqlite` from its backup") from error

    @contextmanager
    def _to_read(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._reading():
            yield self._connection

    @contextmanager
    def _to_write(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._transaction():
            yield self._connection

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise DomicileError(f"the key store can't be read: {error}") from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except BaseException as error:
            self._connection.rollback()
            if isinstance(error, sqlite3.Error):
                raise DomicileError(f"the key store can't be written: {error}") from error
            raise
