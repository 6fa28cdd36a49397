"""What an office does to many records at once, by a command: who may, what each entry says, how a write reaches the graph.

Which people it is about, and that their intents are on the log before, is the work's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from hub.gate.marks import mark
from hub.gate.ports import Ports, Statement
from loaders.intake import authority_statement
from model import limits
from model.callers import Caller, Entry
from model.errors import DomicileError, GraphUnavailableError, PurposeNotAllowedError, UnauthenticatedError
from model.groups import FieldGroup
from model.ids import ClientId, EntryId, PurposeId, new_private_id
from model.times import now

COORDINATION = ClientId("coordination")


async def authorised(
    ports: Ports,
    caller: Caller,
    purpose: PurposeId,
    *,
    operation: str,
    groups: frozenset[FieldGroup],
    time_zone: tzinfo,
) -> Entry:
    """An entry about nobody yet, of an officer who may do this today at the city's office; to be asked for each batch.

    Raises `PurposeNotAllowedError` for another client, `UnauthenticatedError` for who is not on the staff there.
    """
    known = ports.policy.purpose(purpose)
    if known is None or caller.client not in known.clients or caller.office is None:
        only = " or ".join(f"`{client}`" for client in sorted(known.clients)) if known else "none"
        raise PurposeNotAllowedError(f"`{purpose}` is open to an officer of the client {only} only")
    at = now()
    text, parameters = authority_statement(
        office=caller.office, officer=caller.subject, client=caller.client, at=at.astimezone(time_zone)
    )
    if not (await read(ports, operation, text, parameters))[0][0]:
        raise UnauthenticatedError(f"this officer is not on the staff of the city's {caller.client} office today")
    return Entry(
        subject=None,
        client=caller.client,
        office=caller.office,
        officer=caller.subject,
        at=at,
        action="write",
        operation=operation,
        purpose=purpose,
        legal_basis=str(known.legal_basis),
        case=None,
        groups=groups,
        policy_version=ports.policy.version,
    )


async def check_coordination(ports: Ports, caller: Caller, *, operation: str, does: str, time_zone: tzinfo) -> None:
    """Whether this is an officer who is on the staff of the city's coordination office today; `does` says what for, in words.

    Raises `PurposeNotAllowedError` for another client, `UnauthenticatedError` for who is not on the staff there.
    """
    if caller.client != COORDINATION or caller.office is None:
        raise PurposeNotAllowedError(f"{does} by an officer of the client `{COORDINATION}` only")
    text, parameters = authority_statement(
        office=caller.office, officer=caller.subject, client=caller.client, at=now().astimezone(time_zone)
    )
    if not (await read(ports, operation, text, parameters))[0][0]:
        raise UnauthenticatedError("this officer is not on the staff of the city's coordination office today")


async def read(
    ports: Ports,
    operation: str,
    text: str,
    parameters: Mapping[str, Any],
    *,
    seconds: float = limits.STATEMENT_SECONDS_MAX,
) -> Sequence[Sequence[Any]]:
    """The rows of a statement. Raises `GraphUnavailableError`."""
    rows = await ports.graph.read(text, parameters, timeout_seconds=seconds, metadata={"operation": operation})
    return rows.values


async def write(
    ports: Ports,
    author: Entry,
    entries: Sequence[Entry],
    statement: Statement,
    *,
    seconds: float = limits.STATEMENT_SECONDS_MAX,
) -> Sequence[Sequence[Any]]:
    """One write whole: its intents, the graph's commit, the outcome. Returns the statement's rows; raises as `commit` does."""
    identifier = EntryId(new_private_id())
    intents = await ports.ledger.intend([replace(entry, write=identifier) for entry in entries])
    statements = [mark(identifier, intents, ports.vault.keys_made()), statement]
    rows = await commit(ports, author, identifier, statements, seconds=seconds)
    await ports.ledger.settle(identifier, "committed")
    return rows[-1]


async def commit(
    ports: Ports,
    author: Entry,
    write: EntryId,
    statements: Sequence[Statement],
    *,
    seconds: float = limits.STATEMENT_SECONDS_MAX,
    decides: int | None = None,
) -> Sequence[Sequence[Sequence[Any]]]:
    """The graph's part of a write whose intents are on the log: the rows of each statement.

    With `decides`, the index of a statement, those behind it run only where it did something. That it was committed is
    still to be settled. Raises `GraphUnavailableError` when it is not known whether it was: the intent stays open then,
    and is settled against the graph at start.
    """
    try:
        rows = await ports.graph.write(
            statements,
            timeout_seconds=seconds,
            metadata={"operation": author.operation, "client": author.client},
            decides=decides,
        )
    except GraphUnavailableError:
        raise
    except DomicileError:
        await ports.ledger.settle(write, "rolled_back")
        raise
    return [item.values for item in rows]
