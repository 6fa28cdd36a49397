"""Who is protected, in the key store: one sealed row a person, under a keyed name; a second one while a write proposes it.

Two stores take part in such a write. The proposal is durable before the graph commits, and becomes what holds, or goes, with the
write's outcome: what a crash left is settled with its intent. Until then the safer of the two counts.
"""

import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TypeVar

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from model.errors import ConflictError, DomicileError
from model.ids import EntryId, PersonId
from model.standing import Place, Standing

TABLE = """
    CREATE TABLE standings (
        mark TEXT NOT NULL,    -- the person under a keyed pseudonym
        write TEXT NOT NULL,   -- the write that proposes it; empty where it holds
        sealed BLOB NOT NULL,  -- nonce, AES-GCM of the person's id and their standing, tag
        PRIMARY KEY (mark, write)
    ) STRICT, WITHOUT ROWID
    """
PROPOSED = "CREATE UNIQUE INDEX one_proposal ON standings (mark) WHERE write <> ''"  # at a time, of one person

COUNTED = "UPDATE counts SET value = value + 1 WHERE name = 'keys made'"  # so that an older store shows
_HOLDS = EntryId("")
_NONCE_BYTES = 12
_PUT = "INSERT OR REPLACE INTO standings VALUES (?, ?, ?)"

_Given = TypeVar("_Given")

Opening = Callable[[], AbstractContextManager[sqlite3.Connection]]
"""The store's connection under its lock. Raises `DomicileError` for what SQLite refuses."""


class Standings:
    """The standings of one key store."""

    def __init__(self, key: bytes, mark: Callable[[PersonId], str], *, reading: Opening, writing: Opening) -> None:
        self._cipher = AESGCM(key)
        self._mark = mark
        self._reading = reading
        self._writing = writing

    def of(self, person: PersonId) -> Standing:
        """What holds: empty where nothing was ever kept."""
        return self._rows([person]).get(person, {}).get(_HOLDS, Standing())

    def protected(self, persons: Iterable[PersonId]) -> frozenset[PersonId]:
        """Those of `persons` who are protected, or would be by a write of which the outcome is not known."""
        rows = self._rows(frozenset(persons))
        return frozenset(person for person, kept in rows.items() if any(item.is_protected for item in kept.values()))

    def places(self, person: PersonId) -> dict[str, str]:
        """By `Place.key`, the room that the graph does not tell. While a write is under way what it proposes counts as well: both hold."""
        kept = self._rows([person]).get(person, {}).values()
        return {item.key: item.room for standing in kept for item in standing.places}

    def everybody(self) -> Mapping[PersonId, Standing]:
        """Of all about whom anything holds: few."""
        with self._reading() as connection:
            rows = connection.execute("SELECT mark, sealed FROM standings WHERE write = ''").fetchall()
        return dict(self._opened(mark, sealed) for mark, sealed in rows)

    def undecided(self) -> frozenset[PersonId]:
        """Those about whom a write proposes something of which the outcome is not known."""
        with self._reading() as connection:
            rows = connection.execute("SELECT mark, sealed FROM standings WHERE write <> ''").fetchall()
        return frozenset(person for person, _ in (self._opened(mark, sealed) for mark, sealed in rows))

    def propose(self, write: EntryId, standings: Mapping[PersonId, Standing]) -> None:
        """What holds from when `write` is settled as committed; durable on return.

        Raises `ConflictError` while another write about one of them is under way.
        """
        rows = [(self._mark(person), write, self._sealed(person, kept)) for person, kept in standings.items()]
        with self._writing() as connection:
            connection.execute(COUNTED)
            try:
                connection.executemany("INSERT INTO standings VALUES (?, ?, ?)", rows)
            except sqlite3.IntegrityError as error:
                raise ConflictError("the protection is being changed by another request: try again") from error

    def settle(self, write: EntryId, *, is_committed: bool) -> None:
        """What `write` proposed holds, or goes; durable on return. Twice is once."""
        with self._writing() as connection:
            rows = connection.execute("SELECT mark, sealed FROM standings WHERE write = ?", (write,)).fetchall()
            connection.execute("DELETE FROM standings WHERE write = ?", (write,))
            if is_committed:
                for mark, sealed in rows:
                    self._put(connection, mark, sealed)

    def keep(self, standings: Mapping[PersonId, Standing]) -> None:
        """What holds from now on, whatever else is under way: for what a file or an older store says; durable on return."""
        with self._writing() as connection:
            connection.execute(COUNTED)
            for person, kept in standings.items():
                self._put(connection, self._mark(person), self._sealed(person, kept))

    def place(self, places: Mapping[PersonId, Collection[Place]]) -> None:
        """Where these facts lead, of those about whom there is anything, whatever else is under way; durable on return."""
        self._change(places, Standing.at)

    def displace(self, keys: Mapping[PersonId, Collection[str]]) -> None:
        """That is no longer known, of what is erased; durable on return."""
        self._change(keys, Standing.without_places)

    def _change(self, given: Mapping[PersonId, _Given], changed: Callable[[Standing, _Given], Standing]) -> None:
        """What holds of each person, and what a write proposes of them."""
        with self._writing() as connection:
            connection.execute(COUNTED)
            for person, item in given.items():
                mark = self._mark(person)
                rows = connection.execute("SELECT write, sealed FROM standings WHERE mark = ?", (mark,)).fetchall()
                for write, sealed in rows:
                    _, standing = self._opened(mark, sealed)
                    connection.execute(_PUT, (mark, write, self._sealed(person, changed(standing, item))))

    def _put(self, connection: sqlite3.Connection, mark: str, sealed: bytes) -> None:
        _, standing = self._opened(mark, sealed)
        if standing.is_empty:
            connection.execute("DELETE FROM standings WHERE mark = ? AND write = ''", (mark,))
        else:
            connection.execute(_PUT, (mark, _HOLDS, sealed))

    def _rows(self, persons: Collection[PersonId]) -> dict[PersonId, dict[EntryId, Standing]]:
        marks = [self._mark(person) for person in persons]
        wanted = orjson.dumps(marks).decode()
        statement = "SELECT mark, write, sealed FROM standings WHERE mark IN (SELECT value FROM json_each(?))"
        with self._reading() as connection:
            rows = connection.execute(statement, (wanted,)).fetchall()
        found: dict[PersonId, dict[EntryId, Standing]] = {}
        for mark, write, sealed in rows:
            person, standing = self._opened(mark, sealed)
            found.setdefault(person, {})[EntryId(write)] = standing
        return found

    def _sealed(self, person: PersonId, standing: Standing) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        plain = orjson.dumps({"person": person, **standing.as_values()})
        return nonce + self._cipher.encrypt(nonce, plain, self._mark(person).encode())

    def _opened(self, mark: str, sealed: bytes) -> tuple[PersonId, Standing]:
        try:
            values = orjson.loads(self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], mark.encode()))
        except (InvalidTag, ValueError) as error:
            raise DomicileError("who is protected was altered: restore `keys.sqlite` from its backup") from error
        return PersonId(values["person"]), Standing.of_values(values)
