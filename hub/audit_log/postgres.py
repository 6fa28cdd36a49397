"""The log's tables in PostgreSQL, for several machines that share one log. The same rows as in SQLite.

One writer at a time holds an advisory lock for its transaction. A connection that fails is given up, and the writer opens
the tables anew: what is in them then is what counts. No message holds the address's password or a row's content.
"""
# ruff: noqa: S608 - only names of our own columns are put into a statement

import asyncio
import secrets
import time
from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Self

import asyncpg

from hub.audit_log.limits import (
    CONNECT_SECONDS_MAX,
    CURSOR_ROWS,
    IDLE_SECONDS_MAX,
    LOCK_SECONDS_MAX,
    PRESENCE_GRACE_SECONDS,
    TABLE_STATEMENT_SECONDS_MAX,
)
from hub.audit_log.tables import BusyError, Checkpoint, Link, LostError, Row, Spent, Written
from model.errors import LogLostError, SetupError
from model.ids import EntryId
from tlog.tree import Node

_VERSION = 2  # the same number as SQLite's for the same tables
_WRITER_LOCK = 0x444D4C47_00000001  # of who writes now; nobody else in the database may use it
_SCHEMA = """
CREATE SCHEMA IF NOT EXISTS domicile_log;
CREATE TABLE log (
    id integer PRIMARY KEY CHECK (id = 1),
    version integer NOT NULL,
    mark bytea NOT NULL,
    name text NOT NULL  -- random: by it a home knows its log again
);
CREATE TABLE entries (
    sequence bigint PRIMARY KEY,
    subject text COLLATE "C" NOT NULL,
    subject_sequence bigint NOT NULL,
    previous bytea NOT NULL,
    salt bytea,
    record bytea,
    commitment bytea NOT NULL,
    erased_at text,
    UNIQUE (subject, subject_sequence),
    CHECK ((salt IS NULL) = (erased_at IS NOT NULL) AND (record IS NULL) = (erased_at IS NOT NULL))
);
CREATE TABLE writes (
    write text COLLATE "C" PRIMARY KEY,
    writer text NOT NULL,
    intended bigint NOT NULL,
    outcome bigint,
    ended text,
    CHECK ((outcome IS NULL) = (ended IS NULL))
);
CREATE INDEX open_writes ON writes (writer) WHERE outcome IS NULL;
CREATE TABLE nodes (
    level integer NOT NULL,
    position bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (level, position)
);
CREATE TABLE checkpoints (
    size bigint PRIMARY KEY,
    at text NOT NULL,
    note text NOT NULL,
    is_hourly boolean NOT NULL
);
CREATE INDEX hourly_checkpoints ON checkpoints (size) WHERE is_hourly;
CREATE TABLE spent (
    meter text COLLATE "C" NOT NULL,
    minute bigint NOT NULL,
    requests bigint NOT NULL,
    subjects bigint NOT NULL,
    exports bigint NOT NULL,
    PRIMARY KEY (meter, minute)
);
CREATE INDEX spent_minutes ON spent (minute);
"""
_ROW = "sequence, subject, subject_sequence, previous, salt, record, commitment, erased_at"
_LINK = "sequence, subject, subject_sequence, previous, commitment"
_WRITTEN = "write, writer, intended, outcome, ended"
_FAILURES = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what the driver says when the connection broke between two of its own steps
    OSError,
    TimeoutError,
    EOFError,
)

Run = Callable[[Coroutine[Any, Any, Any]], Any]
"""Runs a coroutine to its end, on the event loop to which the connection belongs."""


class PostgresStorage:
    """A database that `HUB_LOG_URL` names. Writers know of each other by advisory locks that end with their sessions."""

    def __init__(self, url: str, noted: str = "") -> None:
        """Nothing is opened yet. `noted` is the name of the log that must be there; empty takes any, or makes one.

        Raises `SetupError` when `url` is no address of a PostgreSQL database.
        """
        if not url.startswith(("postgresql://", "postgres://")):
            raise SetupError("`HUB_LOG_URL` is no address of a PostgreSQL database: write `postgresql://host/database`")
        self._url = url
        self.writer = secrets.token_hex(8)
        self.noted = noted
        self.missing = ""  # `noted` tells whether a database is the log's

    def open(self, mark: bytes) -> "PostgresTables":
        """The tables to write to, on an event loop of the calling thread. Raises `SetupError` or `LostError`."""
        runner = asyncio.Runner()
        try:
            connection = runner.run(_connected(self._url, self._session))
        except BaseException:
            runner.close()
            raise
        tables = PostgresTables(runner, connection)
        try:
            self.noted = tables.prepare(mark, self.writer, self._session, self.noted)
        except BaseException:
            tables.close()
            raise
        return tables

    def read(self) -> "PostgresReader":
        """The tables to read from, on a thread of their own. Raises `SetupError`."""
        return PostgresReader(self._url, self.noted)

    def alive(self, writers: Collection[str]) -> set[str]:
        """Which of these hold their lock: looked at twice, for who lost a connection is soon back."""
        found = self._holding()
        if not found.issuperset(writers):
            time.sleep(PRESENCE_GRACE_SECONDS)
            found |= self._holding()
        return found.intersection(writers)

    def leave(self) -> None:
        """The lock ends with the writer's session."""

    @property
    def _session(self) -> str:
        return f"domicile log {self.writer}"

    def _holding(self) -> set[str]:
        with self.read() as reader:
            return reader.holding()


class _Reading:
    """The questions that both connections answer."""

    def __init__(self, run: Run, connection: asyncpg.Connection) -> None:
        self._run = run
        self._connection = connection

    def last(self) -> Link | None:
        found = self._all(Link, f"SELECT {_LINK} FROM entries ORDER BY sequence DESC LIMIT 1")
        return found[0] if found else None

    def rows(self, start: int, stop: int) -> list[Row]:
        statement = f"SELECT {_ROW} FROM entries WHERE sequence >= $1 AND sequence < $2 ORDER BY sequence"
        return self._all(Row, statement, start, stop)

    def of_subject(self, subject: str, limit: int) -> list[Row]:
        statement = f"SELECT {_ROW} FROM entries WHERE subject = $1 ORDER BY subject_sequence DESC LIMIT $2"
        return self._all(Row, statement, subject, limit)[::-1]

    def writes(self, ids: Collection[EntryId]) -> list[Written]:
        return self._all(Written, f"SELECT {_WRITTEN} FROM writes WHERE write = ANY($1::text[])", list(ids))

    def commitments(self, start: int, stop: int) -> list[bytes]:
        statement = "SELECT commitment FROM entries WHERE sequence >= $1 AND sequence < $2 ORDER BY sequence"
        return [value for (value,) in self._fetch(statement, start, stop)]

    def nodes(self, level: int, start: int, stop: int) -> list[bytes]:
        statement = "SELECT hash FROM nodes WHERE level = $1 AND position >= $2 AND position < $3 ORDER BY position"
        return [value for (value,) in self._fetch(statement, level, start, stop)]

    def checkpoint(self, *, hourly: bool = False) -> Checkpoint | None:
        which = "WHERE is_hourly" if hourly else ""
        statement = f"SELECT size, at, note, is_hourly FROM checkpoints {which} ORDER BY size DESC LIMIT 1"
        found = self._all(Checkpoint, statement)
        return found[0] if found else None

    def _has_log(self) -> bool:
        return self._fetch("SELECT to_regclass('domicile_log.log')")[0][0] is not None

    def _known_log(self, noted: str) -> tuple[str, bytes]:
        """The log's name and mark. Raises `SetupError` when there is none, or not that which was noted."""
        if not self._has_log():
            raise LogLostError("there is no access log in the database that `HUB_LOG_URL` names")
        version, mark, name = self._fetch("SELECT version, mark, name FROM log")[0]
        if noted not in ("", name):
            raise LogLostError("the database that `HUB_LOG_URL` names holds another access log than this home's")
        if version != _VERSION:
            raise SetupError(
                f"the access log's database has version {version}, and this program knows {_VERSION}: "
                "start the version that wrote it"
            )
        return name, mark

    def _all(self, kind: Any, statement: str, *values: object) -> list[Any]:
        return [kind._make(row) for row in self._fetch(statement, *values)]

    def _fetch(self, statement: str, *values: object) -> list[Any]:
        rows: list[Any] = self._ask(self._connection.fetch(statement, *values))
        return rows

    def _ask(self, asked: Coroutine[Any, Any, Any]) -> Any:
        try:
            return self._run(asked)
        except _FAILURES as error:
            raise LostError(_said(error)) from None


class PostgresTables(_Reading):
    """The connection that writes, and its event loop: both belong to the thread that made them."""

    def __init__(self, runner: asyncio.Runner, connection: asyncpg.Connection) -> None:
        super().__init__(runner.run, connection)
        self._runner = runner
        self._is_closed = False

    def prepare(self, mark: bytes, writer: str, session: str, noted: str) -> str:
        """Check that the database keeps what it is given, make the tables or know them again, and hold `writer`'s lock.

        Returns the log's name. Raises `SetupError`, `LostError`.
        """
        self._check_durable()
        self._end_old_sessions(session)
        name = self._make_or_check(mark, noted)
        self._execute(f"SELECT pg_advisory_lock({_lock_of(writer)})")
        return name

    def _check_durable(self) -> None:
        for setting in ("fsync", "full_page_writes"):
            if self._fetch("SELECT current_setting($1)", setting)[0][0] != "on":
                raise SetupError(
                    f"the access log's database runs with `{setting}` off and may lose entries: turn it on"
                )
        if self._fetch("SELECT current_setting('synchronous_commit')")[0][0] != "remote_apply":  # that is more than on
            self._execute("SET synchronous_commit = on")

    def _end_old_sessions(self, session: str) -> None:
        """Our own before this one: the server may not know yet that it is dead, and keep its locks."""
        statement = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 "
            "AND usename = current_user AND pid <> pg_backend_pid()"
        )
        self._fetch(statement, session)

    def _make_or_check(self, mark: bytes, noted: str) -> str:
        self._execute(f"BEGIN; SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
        if not self._has_log() and not noted:
            self._execute(_SCHEMA)
            statement = "INSERT INTO log VALUES (1, $1, $2, $3)"
            self._ask(self._connection.execute(statement, _VERSION, mark, secrets.token_hex(16)))
        name, stored = self._known_log(noted)
        if not secrets.compare_digest(stored, mark):
            raise SetupError("the access log's database belongs to another master key: put that key back")
        self._execute("COMMIT")
        return name

    def begin(self) -> None:
        statement = f"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock({_WRITER_LOCK})"
        try:
            self._run(self._connection.execute(statement))
        except asyncpg.LockNotAvailableError:
            self._execute("ROLLBACK")
            raise BusyError from None
        except _FAILURES as error:
            raise LostError(_said(error)) from None

    def commit(self) -> None:
        self._execute("COMMIT")

    def ends(self, subjects: Collection[str]) -> list[Link]:
        statement = (
            f"SELECT {_LINK} FROM unnest($1::text[]) AS wanted (name) CROSS JOIN LATERAL (SELECT {_LINK} FROM entries "
            "WHERE subject = wanted.name ORDER BY subject_sequence DESC LIMIT 1) AS found"
        )
        return self._all(Link, statement, list(subjects))

    def links(self, start: int, stop: int) -> list[Link]:
        statement = f"SELECT {_LINK} FROM entries WHERE sequence >= $1 AND sequence < $2 ORDER BY sequence"
        return self._all(Link, statement, start, stop)

    def standing(self, subject: str, after: int, limit: int) -> list[Row]:
        statement = (
            f"SELECT {_ROW} FROM entries WHERE subject = $1 AND subject_sequence > $2 AND erased_at IS NULL "
            "ORDER BY subject_sequence LIMIT $3"
        )
        return self._all(Row, statement, subject, after, limit)

    def put_entries(self, rows: Sequence[Row]) -> None:
        self._ask(self._connection.copy_records_to_table("entries", records=rows, columns=Row._fields))

    def erase(self, sequences: Collection[int], at: str) -> None:
        """The old row's bytes stay in the server's files until it clears them: the decision's page says how long."""
        statement = "UPDATE entries SET salt = NULL, record = NULL, erased_at = $1 WHERE sequence = ANY($2::bigint[])"
        self._ask(self._connection.execute(statement, at, list(sequences)))

    def put_writes(self, rows: Sequence[Written]) -> None:
        statement = (
            "INSERT INTO writes SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[]) "
            "ON CONFLICT (write) DO UPDATE SET outcome = excluded.outcome, ended = excluded.ended"
        )
        self._put(statement, rows)

    def put_nodes(self, nodes: Sequence[Node]) -> None:
        statement = (
            "INSERT INTO nodes SELECT * FROM unnest($1::integer[], $2::bigint[], $3::bytea[]) ON CONFLICT DO NOTHING"
        )
        self._put(statement, nodes)

    def put_checkpoint(self, checkpoint: Checkpoint) -> None:
        statement = (
            "INSERT INTO checkpoints VALUES ($1, $2, $3, $4) "
            "ON CONFLICT (size) DO UPDATE SET at = excluded.at, note = excluded.note, is_hourly = excluded.is_hourly"
        )
        self._ask(self._connection.execute(statement, *checkpoint))

    def drop_checkpoints(self, before: int) -> None:
        self._ask(self._connection.execute("DELETE FROM checkpoints WHERE size < $1 AND NOT is_hourly", before))

    def last_spent_minute(self) -> int:
        return int(self._fetch("SELECT coalesce(max(minute), 0) FROM spent")[0][0])

    def spent(self, meters: Collection[str], since: int) -> list[Spent]:
        statement = (
            "SELECT meter, max(minute), sum(requests)::bigint, sum(subjects)::bigint, sum(exports)::bigint FROM spent "
            "WHERE meter = ANY($1::text[]) AND minute >= $2 GROUP BY meter"
        )
        return self._all(Spent, statement, list(meters), since)

    def put_spent(self, rows: Sequence[Spent]) -> None:
        statement = (
            "INSERT INTO spent SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) "
            "ON CONFLICT (meter, minute) DO UPDATE SET requests = spent.requests + excluded.requests, "
            "subjects = spent.subjects + excluded.subjects, exports = spent.exports + excluded.exports"
        )
        self._put(statement, rows)

    def drop_spent(self, before: int) -> None:
        self._ask(self._connection.execute("DELETE FROM spent WHERE minute < $1", before))

    def sweep(self) -> bool:
        """The server clears its files itself."""
        return True

    def tidy(self) -> None:
        """The server checkpoints and vacuums itself."""

    def close(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        with suppress(*_FAILURES):
            self._runner.run(_ended(self._connection))
        self._runner.close()

    def _execute(self, statement: str) -> None:
        self._ask(self._connection.execute(statement))

    def _put(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Rows as one array a column: one statement, however many they are."""
        self._ask(self._connection.execute(statement, *(list(column) for column in zip(*rows, strict=True))))


class PostgresReader(_Reading):
    """A connection of its own in one transaction, on a thread of its own: so any thread may ask, its loop running or not."""

    def __init__(self, url: str, noted: str) -> None:
        """Raises `SetupError` when there is no log, or it can't be read."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger-reader")
        self._runner = self._thread.submit(asyncio.Runner).result()
        try:
            super().__init__(self._in_thread, self._in_thread(_connected(url, "domicile log reader")))
            self._ask(self._connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            self._known_log(noted)
        except LostError as error:
            self.__exit__()
            raise SetupError(str(error)) from None
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        connection = getattr(self, "_connection", None)
        if connection is not None:
            with suppress(*_FAILURES):
                self._in_thread(_ended(connection))
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    def in_sequence(self) -> Iterator[Row]:
        yield from self._each(Row, f"SELECT {_ROW} FROM entries ORDER BY sequence")

    def by_subject(self) -> Iterator[Link]:
        yield from self._each(Link, f"SELECT {_LINK} FROM entries ORDER BY subject, subject_sequence")

    def every_write(self) -> Iterator[Written]:
        yield from self._each(Written, f"SELECT {_WRITTEN} FROM writes ORDER BY write")

    def open_writes(self) -> list[Written]:
        return self._all(Written, f"SELECT {_WRITTEN} FROM writes WHERE outcome IS NULL ORDER BY write")

    def checkpoints(self) -> Iterator[Checkpoint]:
        yield from self._each(Checkpoint, "SELECT size, at, note, is_hourly FROM checkpoints ORDER BY size")

    def holding(self) -> set[str]:
        """The names whose locks are held now, by whomever: whoever asks looks only for names of writers."""
        statement = (
            "SELECT classid::bigint, objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return {f"{high << 32 | low:016x}" for high, low in self._fetch(statement)}

    def _each(self, kind: Any, statement: str) -> Iterator[Any]:
        cursor = self._ask(_cursor(self._connection, statement))
        while rows := self._ask(cursor.fetch(CURSOR_ROWS)):
            yield from map(kind._make, rows)

    def _in_thread(self, asked: Coroutine[Any, Any, Any]) -> Any:
        return self._thread.submit(self._runner.run, asked).result()


async def _connected(url: str, session: str) -> asyncpg.Connection:
    """Raises `SetupError` when the address can't be understood, `LostError` when nobody answers or we are refused."""
    settings = {
        "application_name": session,
        "search_path": "domicile_log",
        "lock_timeout": f"{LOCK_SECONDS_MAX}s",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS_MAX}s",
        "tcp_keepalives_idle": f"{IDLE_SECONDS_MAX}",
        "tcp_keepalives_count": "3",
        "tcp_keepalives_interval": "5",
    }
    try:
        return await asyncpg.connect(
            url,
            timeout=CONNECT_SECONDS_MAX,
            command_timeout=TABLE_STATEMENT_SECONDS_MAX,
            server_settings=settings,
        )
    except (ValueError, asyncpg.ClientConfigurationError):  # its message may hold the password
        raise SetupError("`HUB_LOG_URL` can't be understood: write `postgresql://user@host/database`") from None
    except _FAILURES as error:
        raise LostError(f"the access log's database does not take us: {_said(error)}") from None


async def _cursor(connection: asyncpg.Connection, statement: str) -> Any:
    return await connection.cursor(statement)


async def _ended(connection: asyncpg.Connection) -> None:
    """Close it, at once if the server does not answer."""
    if connection.is_closed():
        return
    try:
        await connection.close(timeout=CONNECT_SECONDS_MAX)
    except _FAILURES:
        connection.terminate()


def _lock_of(writer: str) -> int:
    """The advisory lock that a writer holds: its name as a signed number of 64 bits."""
    return int.from_bytes(bytes.fromhex(writer), signed=True)


def _said(error: BaseException) -> str:
    """What went wrong, in the server's words, without the row's content which it adds."""
    if isinstance(error, asyncpg.PostgresError):
        return str(error.args[0]) if error.args else type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
