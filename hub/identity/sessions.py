"""Browser sessions: what a cookie stands for. The token stays in here; a page's script never sees it.

A row is sealed under a key in which the cookie's own secret takes part, so the file alone opens to nobody. Ending a
session deletes its row: a copy of the cookie is then worth nothing. `docs/decisions/sessions.md` has the reasons.
"""

import asyncio
import logging
import secrets
import sqlite3
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Protocol, Self

import orjson

from hub.identity.limits import SESSION_SECONDS_MAX, SESSIONS_MAX
from hub.private_store import Form, open_store
from hub.settings import Settings
from model.errors import DomicileError, SetupError

SECRET_BYTES = 32

_logger = logging.getLogger(__name__)
_ENDED = "CREATE TABLE ended (id INTEGER PRIMARY KEY CHECK (id = 1), count INTEGER NOT NULL) STRICT"
_NONE_ENDED = "INSERT INTO ended VALUES (1, 0)"
# By what the issuer knows a session: for the issuer's word that one has ended. Keyed hashes on both sides.
_MARKED = "CREATE TABLE IF NOT EXISTS marked (mark TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (mark, name)) STRICT, WITHOUT ROWID"
_MARKED_NAME = "CREATE INDEX IF NOT EXISTS marked_name ON marked (name)"


def _from_version_1(connection: sqlite3.Connection) -> None:
    connection.execute(_ENDED)
    connection.execute(_NONE_ENDED)


def _from_version_2(connection: sqlite3.Connection) -> None:
    """Sessions of before are known to no issuer: they end as they did."""
    connection.execute(_MARKED)
    connection.execute(_MARKED_NAME)


_FORM = Form(
    name="browser sessions' store",
    application_id=0x444F4D53,  # DOMS
    version=3,
    schema=(
        "CREATE TABLE session (name TEXT PRIMARY KEY, ends_at INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE INDEX session_ends_at ON session (ends_at)",
        _ENDED,
        _NONE_ENDED,
        _MARKED,
        _MARKED_NAME,
    ),
    journal="WAL",
    upgrades={1: _from_version_1, 2: _from_version_2},
)


class SessionKeys(Protocol):
    """What seals and names: `hub.vault.Vault`."""

    def session_name(self, secret: bytes) -> str: ...
    def issuer_mark(self, kind: str, issuer: str, client: str, value: str) -> str: ...
    def signed_in_mark(self, issuer: str, client: str, subject: str) -> str: ...
    def seal_session(self, secret: bytes, payload: bytes) -> bytes: ...
    def open_session(self, secret: bytes, sealed: bytes) -> bytes | None: ...
    def seal_browser_state(self, payload: bytes) -> bytes: ...
    def open_browser_state(self, sealed: bytes) -> bytes | None: ...
    def sessions_ended(self) -> int: ...
    def keep_sessions_ended(self, count: int) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Session:
    """One sign-in of one browser. Times are seconds since 1970; tokens are not shown where the value is printed."""

    choice: str
    client: str
    subject: str = field(repr=False)
    token: str = field(repr=False)
    token_expires_at: float
    refresh_token: str = field(default="", repr=False)
    refresh_ends_at: float = 0  # 0: the issuer did not say
    ends_at: int
    purpose: str = ""
    case: str = field(default="", repr=False)

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Out of the store."""
        return cls(**orjson.loads(text))


class Sessions:
    """The sessions of one hub. Reads are single look-ups by key; what changes a row is done one at a time."""

    def __init__(
        self, connection: sqlite3.Connection, keys: SessionKeys, clock_seconds: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._keys = keys
        self._clock_seconds = clock_seconds
        self._changing = asyncio.Lock()

    @classmethod
    def open(cls, settings: Settings, keys: SessionKeys) -> Self:
        """The sessions of this home; those that were open before a restart still are. Raises `SetupError`.

        An older copy of the store would have sessions that were ended since: then all of them are.
        """
        ended = keys.sessions_ended()  # before the store is read: each end is there first
        sessions = cls(open_store(settings.private_folder / "sessions.sqlite", _FORM), keys)
        sessions._forget_older(ended)
        return sessions

    def close(self) -> None:
        """Close the store."""
        self._connection.close()

    async def begin(self, session: Session, marks: Collection[str] = ()) -> bytes:
        """Keep a new session; the secret of its cookie. Always a new one: what a browser brought is never adopted.

        `marks` are those by which `end_marked` finds it.
        """
        secret = secrets.token_bytes(SECRET_BYTES)
        instant = int(self._clock_seconds())
        async with self._changing:
            self._write("DELETE FROM marked WHERE name IN (SELECT name FROM session WHERE ends_at <= ?)", instant)
            self._write("DELETE FROM session WHERE ends_at <= ?", instant)
            (count,) = self._connection.execute("SELECT count(*) FROM session").fetchone()
            if count >= SESSIONS_MAX:
                raise SetupError(f"{SESSIONS_MAX} browsers are signed in: nobody else can be until one signs out")
            self._put(secret, session)
            for mark in marks:
                self._write("INSERT INTO marked VALUES (?, ?)", mark, self.name(secret))
        return secret

    def find(self, secret: bytes) -> Session | None:
        """The session of a cookie's secret; None when there is none, or when its time is over."""
        row = self._connection.execute(
            "SELECT sealed FROM session WHERE name = ? AND ends_at > ?",
            (self._keys.session_name(secret), int(self._clock_seconds())),
        ).fetchone()
        opened = self._keys.open_session(secret, row[0]) if row else None
        return Session.read(opened) if opened is not None else None

    async def replace(self, secret: bytes, change: Callable[[Session], Session]) -> Session | None:
        """Change a session that is there; None, and nothing is written, when it was ended meanwhile."""
        async with self._changing:
            session = self.find(secret)
            if session is None:
                return None
            changed = change(session)
            self._put(secret, changed)
            return changed

    async def end(self, secret: bytes) -> None:
        """End it for good, for every copy of its cookie; durable on return."""
        await self.end_named(self.name(secret))

    async def end_named(self, name: str) -> None:
        """As `end`, for a session whose name was kept instead of its secret."""
        await self._end_where("name = ?", name)

    async def end_marked(self, mark: str, *, begun_before: float) -> int:
        """End those with this mark that had begun by then, in seconds since 1970; how many there were."""
        latest = int(begun_before) + SESSION_SECONDS_MAX
        return await self._end_where("ends_at <= ? AND name IN (SELECT name FROM marked WHERE mark = ?)", latest, mark)

    async def _end_where(self, condition: str, *values: str | int) -> int:
        async with self._changing:
            self._write("BEGIN IMMEDIATE")
            try:
                names = self._write(f"DELETE FROM session WHERE {condition} RETURNING name", *values).fetchall()  # noqa: S608
                for (name,) in names:
                    self._write("DELETE FROM marked WHERE name = ?", name)
                if names:
                    self._write("UPDATE ended SET count = count + ?", len(names))
                self._write("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise
            if names:
                await self._keep_ended()
            return len(names)

    async def _keep_ended(self) -> None:
        """Beside the keys, too. Where that fails the session is ended all the same, and an older copy would not be told apart."""
        try:
            await asyncio.to_thread(self._keys.keep_sessions_ended, self._ended())
        except DomicileError as error:
            _logger.warning("that a session was ended can't be kept beside the keys: %s", error)

    def _forget_older(self, ended: int) -> None:
        """End all of them where the keys know of more that were ended than this store does."""
        if self._ended() >= ended:
            return
        self._write("DELETE FROM session")
        self._write("DELETE FROM marked")
        self._write("UPDATE ended SET count = ?", ended)
        _logger.warning("the browser sessions' store is an older one, or a new one: everybody signs in again")

    def _ended(self) -> int:
        return int(self._connection.execute("SELECT count FROM ended").fetchone()[0])

    def name(self, secret: bytes) -> str:
        """What the store calls it; it opens nothing."""
        return self._keys.session_name(secret)

    def latest_end(self) -> int:
        """When a session that begins now has to end."""
        return int(self._clock_seconds()) + SESSION_SECONDS_MAX

    def _put(self, secret: bytes, session: Session) -> None:
        sealed = self._keys.seal_session(secret, orjson.dumps(session))
        self._write("REPLACE INTO session VALUES (?, ?, ?)", self._keys.session_name(secret), session.ends_at, sealed)

    def _write(self, statement: str, *values: str | int | bytes) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)
