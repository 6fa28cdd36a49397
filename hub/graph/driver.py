"""How the hub speaks to a graph: one driver a process and event loop, reads that may be asked again, writes in one piece.

Not for composing statements (`loaders/`) nor for deciding who may ask (`hub/gate/`). What goes wrong leaves here as an
error of `model.errors` that holds no value of a parameter.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Self, TypeVar, cast

import neo4j
from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncResult, AsyncSession, AsyncTransaction, Query
from neo4j import exceptions as problems

from hub.graph.connections import Connection
from model.errors import ConflictError, DomicileError, GraphUnavailableError, QueryTooComplexError, SetupError
from model.limits import READ_ATTEMPTS_MAX

CONNECTIONS_MAX = 64  # more only queue in the database; beyond, a request waits its turn
CONNECT_SECONDS_MAX = 5.0  # to open one connection
ACQUIRE_SECONDS_MAX = 10.0  # to wait for a free one; then the graph counts as unavailable
IDLE_SECONDS_BEFORE_CHECK = 30.0  # an idle connection is tried before it is used: a firewall may have dropped it
FETCH_ROWS = 10_000  # in one round trip: no plan asks for more (`model.limits.ESTIMATED_ROWS_MAX`)
WRITE_ATTEMPTS_MAX = 3  # of a write that surely has not committed: a deadlock, a lost connection
BEGIN_SECONDS_MAX = 20.0  # for a connection and the answer to a begin
COMMIT_SECONDS_MAX = 30.0  # for the answer to a commit; then its outcome is unknown
GRACE_SECONDS = 2.0  # beyond the server-side timeout, before we stop waiting for a server which is silent
BACKOFF_SECONDS = 0.05  # before the second attempt; doubles with each, and is spread at random
READY_SECONDS_MAX = 2.0  # a graph that answers no sooner is not ready

_IS_READY = Path(__file__).resolve().parents[2] / "loaders" / "cypher" / "engine" / "is_ready.cypher"
_TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut"  # and …ClientConfiguration
_OUT_OF_MEMORY = "Neo.TransientError.General.TransactionOutOfMemoryError"
_LOST = (problems.DriverError, OSError)

Statement = tuple[str, Mapping[str, Any]]
T = TypeVar("T")


class OutcomeUnknownError(GraphUnavailableError):
    """The connection was lost while a commit was under way: it may have happened. Look before you write again."""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What one statement returned. `counters` has what it changed, such as `nodes_created`, where it is not zero."""

    columns: tuple[str, ...]
    values: list[list[Any]]
    counters: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Operator:
    """One step of a statement's plan as it ran. `depth` counts from 0, the step that yields the rows."""

    name: str
    details: str
    db_hits: int
    rows: int
    depth: int


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How the database answered a statement: its steps, outermost first."""

    operators: tuple[Operator, ...]

    @property
    def db_hits(self) -> int:
        """The store's own unit of work, over all steps."""
        return sum(operator.db_hits for operator in self.operators)

    @property
    def indexes(self) -> tuple[str, ...]:
        """What each index step looked up, such as `UNIQUE this:Room(id) WHERE id = $id`."""
        return tuple(operator.details for operator in self.operators if "Index" in operator.name)


class Graph:
    """A graph to read and write, as an asynchronous context manager. One for each process and event loop."""

    def __init__(self, connection: Connection) -> None:
        """Nothing is connected yet, nor does entering connect: the first statement does."""
        self._connection = connection
        self._driver: AsyncDriver | None = None
        self._session_options: dict[str, Any] = {"database": connection.database, "fetch_size": FETCH_ROWS}

    async def __aenter__(self) -> Self:
        """Make the driver."""
        logging.getLogger("neo4j").setLevel(logging.WARNING)  # below, the driver logs every parameter
        try:
            self._driver = AsyncGraphDatabase.driver(
                self._connection.uri,
                auth=(self._connection.user, self._connection.password),
                max_connection_pool_size=CONNECTIONS_MAX,
                connection_timeout=CONNECT_SECONDS_MAX,
                connection_acquisition_timeout=ACQUIRE_SECONDS_MAX,
                liveness_check_timeout=IDLE_SECONDS_BEFORE_CHECK,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                user_agent="domicile",
            )
        except (
            problems.ConfigurationError,
            ValueError,
        ):  # its message quotes the address, and that may hold a password
            raise SetupError("NEO4J_URI is no address of a graph: write `bolt://HOST:PORT` or `neo4j://HOST`") from None
        if self._connection.uri.startswith("neo4j"):  # a cluster: what one session wrote, the next one reads
            self._session_options["bookmark_manager"] = AsyncGraphDatabase.bookmark_manager()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all connections."""
        if self._driver is not None:
            await self._driver.close()
            self._driver = None

    async def read(
        self, text: str, parameters: Mapping[str, Any], *, timeout_seconds: float, metadata: Mapping[str, Any]
    ) -> Rows:
        """Run a statement that only reads; it is asked again when it failed for a passing reason.

        Raises `QueryTooComplexError` when it took longer than `timeout_seconds` or more memory than the database
        allows, `GraphUnavailableError` when the graph does not answer.
        """
        query = _query(text, timeout_seconds, metadata)

        async def ask() -> Rows:
            async with self._session(neo4j.READ_ACCESS) as session:
                return await _rows(await session.run(query, dict(parameters)))

        return await _bounded(ask, READ_ATTEMPTS_MAX, timeout_seconds)

    async def write(
        self,
        statements: Sequence[Statement],
        *,
        timeout_seconds: float,
        metadata: Mapping[str, Any],
        decides: int | None = None,
    ) -> list[Rows]:
        """Run all statements in one transaction: all of them happen, or none.

        With `decides`, the index of a statement, those behind it run only where it did something: its first row begins
        with a value that is not false. Elsewhere they have no rows.

        Asked again only while it surely has not committed. Raises `ConflictError` when a unique value is taken,
        `OutcomeUnknownError` when it may have committed, and what `read` raises.
        """

        async def attempt() -> list[Rows]:
            async with self._session(neo4j.WRITE_ACCESS) as session:
                async with asyncio.timeout(BEGIN_SECONDS_MAX):
                    transaction = await session.begin_transaction(metadata=dict(metadata), timeout=timeout_seconds)
                async with transaction:
                    async with asyncio.timeout(timeout_seconds + GRACE_SECONDS):
                        rows = await _run_all(transaction, statements, decides)
                    await _commit(transaction.commit)
                return rows

        # Longer than the parts together, so that a slow commit is always told as what it is.
        return await _bounded(attempt, WRITE_ATTEMPTS_MAX, BEGIN_SECONDS_MAX + timeout_seconds + 2 * COMMIT_SECONDS_MAX)

    async def is_ready(self) -> bool:
        """Whether the graph answers now."""
        query = _query(_IS_READY.read_text(encoding="utf-8"), READY_SECONDS_MAX, {})

        async def ask() -> Rows:
            async with self._session(neo4j.READ_ACCESS) as session:
                return await _rows(await session.run(query))

        try:
            return (await _bounded(ask, 1, READY_SECONDS_MAX)).values == [[True]]
        except DomicileError:
            return False

    async def profile(self, text: str, parameters: Mapping[str, Any], *, timeout_seconds: float = 60.0) -> Profile:
        """Run a statement that only reads, and tell what the database did. Raises what `read` raises."""
        query = _query(f"PROFILE {text}", timeout_seconds, {})

        async def ask() -> Profile:
            async with self._session(neo4j.READ_ACCESS) as session:
                summary = await (await session.run(query, dict(parameters))).consume()
            return Profile(operators=tuple(_operators(summary.profile or {}, 0)))

        return await _bounded(ask, 1, timeout_seconds)

    def _session(self, access: str) -> AsyncSession:
        if self._driver is None:
            raise AssertionError("a Graph is used inside `async with`")
        return self._driver.session(default_access_mode=access, **self._session_options)


def _query(text: str, timeout_seconds: float, metadata: Mapping[str, Any]) -> Query:
    return Query(cast("Any", text), metadata=dict(metadata), timeout=timeout_seconds)


async def _rows(result: AsyncResult) -> Rows:
    values = await result.values()
    counters = vars((await result.consume()).counters)
    return Rows(
        columns=tuple(result.keys()),
        values=values,
        counters={name: count for name, count in counters.items() if not name.startswith("_") and count},
    )


async def _run_all(transaction: AsyncTransaction, statements: Sequence[Statement], decides: int | None) -> list[Rows]:
    rows: list[Rows] = []
    for index, statement in enumerate(statements):
        if decides is not None and index > decides and not (rows[decides].values and rows[decides].values[0][0]):
            rows.append(Rows(columns=(), values=[], counters={}))
        else:
            rows.append(await _run(transaction, statement))
    return rows


async def _run(transaction: AsyncTransaction, statement: Statement) -> Rows:
    text, parameters = statement
    return await _rows(await transaction.run(cast("Any", text), dict(parameters)))


async def _commit(commit: Callable[[], Awaitable[None]]) -> None:
    """Commit, or say that nobody knows. A refusal by the server is no commit, and passes as it is."""
    try:
        async with asyncio.timeout(COMMIT_SECONDS_MAX):
            await commit()
    except (*_LOST, problems.DatabaseError, TimeoutError):
        raise OutcomeUnknownError(
            "the graph was lost while it committed, and the write may have happened; look before you send it again"
        ) from None


async def _bounded(ask: Callable[[], Awaitable[T]], attempts_max: int, timeout_seconds: float) -> T:
    """Ask, at most `attempts_max` times; give up on an attempt which is silent beyond its timeout."""
    for attempt in range(1, attempts_max + 1):
        try:
            async with asyncio.timeout(timeout_seconds + GRACE_SECONDS):
                return await ask()
        except TimeoutError:
            raise GraphUnavailableError("the graph did not answer in time; send the request again later") from None
        except (problems.Neo4jError, *_LOST) as error:
            if attempt == attempts_max or not _may_pass(error):
                _raise(error, timeout_seconds)
        except ValueError as error:
            if not isinstance(error.__cause__, OSError):
                raise
            _raise(error.__cause__, timeout_seconds)  # so the driver says that a host's name can't be resolved
        await asyncio.sleep(random.uniform(0.5, 1.0) * BACKOFF_SECONDS * 2**attempt)  # noqa: S311 - spreads load only
    raise AssertionError("every attempt returns or raises")


def _may_pass(error: Exception) -> bool:
    """Whether another attempt can succeed: a deadlock, a change of leader, a connection from before a restart."""
    if isinstance(error, problems.Neo4jError):
        return error.is_retryable() and error.code != _OUT_OF_MEMORY
    return isinstance(error, OSError) or (isinstance(error, problems.DriverError) and error.is_retryable())


def _raise(error: Exception, timeout_seconds: float) -> NoReturn:
    """Raise our error for the driver's, without its message: that may quote a value."""
    raise _translated(error, timeout_seconds) from None


def _translated(error: Exception, timeout_seconds: float) -> DomicileError:
    if not isinstance(error, problems.Neo4jError):
        return GraphUnavailableError("the graph does not answer; send the request again later")
    code = error.code or "unknown"
    if isinstance(error, problems.ConstraintError):
        return ConflictError("a value that must be unique is taken; read what is recorded now and try again")
    if code.startswith(_TIMED_OUT):
        return QueryTooComplexError(
            f"the question took the graph longer than {timeout_seconds:g} s; ask for less at once"
        )
    if code == _OUT_OF_MEMORY:
        return QueryTooComplexError("the question needs more memory than the graph gives to one; ask for less at once")
    return _unanswered(error, code)


def _unanswered(error: problems.Neo4jError, code: str) -> DomicileError:
    if isinstance(error, problems.AuthError):
        return GraphUnavailableError(
            "the graph refuses the hub's user or password; check NEO4J_USER and NEO4J_PASSWORD"
        )
    if error.is_retryable() or isinstance(error, problems.DatabaseError):
        return GraphUnavailableError(f"the graph can't answer now (`{code}`); send the request again later")
    # Not even a syntax error's message is safe: `date($value)` reports its argument as one.
    return DomicileError(f"the graph refused a statement of the hub (`{code}`, GQL status `{error.gql_status}`)")


def _operators(step: Mapping[str, Any], depth: int) -> list[Operator]:
    if not step:
        return []
    arguments = step.get("args", {})
    own = Operator(
        name=str(step["operatorType"]).partition("@")[0],
        details=str(arguments.get("Details", "")),
        db_hits=int(arguments.get("DbHits", 0)),
        rows=int(arguments.get("Rows", 0)),
        depth=depth,
    )
    return [own, *(below for child in step.get("children", []) for below in _operators(child, depth + 1))]
