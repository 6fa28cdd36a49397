"""The store of data keys: one for each person, wrapped by a key made from the master key; destroyed, never changed.

It is a rollback-journal SQLite file, not WAL: after a key is destroyed no side file holds its old bytes.
"""

import secrets
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.errors import DomicileError, SetupError
from hub.model.ids import PersonId
from hub.model.times import as_instant_text, now
from hub.private_store import Form, open_store
from hub.vault.limits import DATA_KEYS_CACHED_MAX, OTHERS_SEEN_SECONDS, PERSONS_PER_COMMIT_MAX
from hub.vault.master import KEY_BYTES

NONCE_BYTES = 12
_FORM = Form(
    name="key store",
    application_id=0x444D4B59,  # "DMKY"
    version=1,
    journal="DELETE",
    schema=(
        "CREATE TABLE master (id INTEGER PRIMARY KEY CHECK (id = 1), check_value BLOB NOT NULL) STRICT",
        """
        CREATE TABLE data_keys (
            person TEXT PRIMARY KEY,
            wrapped BLOB,      -- nonce, AES-GCM of the key under the wrapping key, tag; null once destroyed
            destroyed_at TEXT  -- UTC
        ) STRICT, WITHOUT ROWID
        """,
    ),
)


class TamperedError(DomicileError):
    """A sealed value or a key is not what the hub wrote, or stands with another person or group."""


class KeyStore:
    """Data keys by person, with a bounded cache of ready ciphers. Safe to share between threads."""

    def __init__(self, path: Path, *, wrapping_key: bytes, check_value: bytes) -> None:
        """Open or make the store. Raises `SetupError` when it was made under another master key."""
        self._wrapping = AESGCM(wrapping_key)
        self._lock = threading.Lock()
        self._ciphers: OrderedDict[PersonId, AESGCM] = OrderedDict()
        self._connection = open_store(path, _FORM)
        try:
            self._check_master(path, check_value)
            self._data_version = self._read_data_version()
            self._looked_at = time.monotonic()
        except BaseException:
            self._connection.close()
            raise

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
            rows = [(person, self._wrapped(person, secrets.token_bytes(KEY_BYTES))) for person in batch]
            with self._lock, self._transaction():
                self._connection.executemany("INSERT OR IGNORE INTO data_keys VALUES (?, ?, NULL)", rows)

    def destroy(self, person: PersonId) -> None:
        """Overwrite the person's key with zeroes and leave the date; durable on return. Twice is the same as once."""
        with self._lock, self._transaction():
            self._connection.execute(
                "INSERT INTO data_keys VALUES (?, NULL, ?) ON CONFLICT (person) "
                "DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at WHERE wrapped IS NOT NULL",
                (person, as_instant_text(now())),
            )
            self._ciphers.pop(person, None)

    def destroyed_at(self, person: PersonId) -> str | None:
        """When the person's key was destroyed, as UTC text; None when it was not."""
        statement = "SELECT destroyed_at FROM data_keys WHERE person = ?"
        with self._lock:
            row = self._connection.execute(statement, (person,)).fetchone()
        return None if row is None else row[0]

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
        if row is None or row[0] is None:
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
