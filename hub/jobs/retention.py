"""Retention through the gate: what is past its term is counted, or logged and erased, batch by batch.

A batch is one write with one id: intents on the log, the graph's commit, for whole persons their keys, the outcome. What
was erased stands on the log under pseudonyms, too: `hub.jobs.replay_erasures` does it again after a restore. How long what is
kept is `hub.policy.retention`'s, what of the graph is due `loaders.retention`'s.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

from hub.gate.marks import mark_parameters
from hub.gate.places import forget_erased
from hub.gate.ports import Ports, Statement
from hub.jobs import standings
from hub.jobs.batch_authority import authorised, commit, read, write
from hub.jobs.intake.openings import intake_of
from hub.policy.retention import Row, Start, schedule
from loaders.fragments import fragment
from loaders.retention import (
    ROWS,
    count_statement,
    cut,
    erase_again_statement,
    erase_records_statement,
    erase_statement,
    persons_statement,
)
from model import limits
from model.callers import Caller, Entry
from model.errors import DomicileError
from model.groups import FieldGroup
from model.ids import EntryId, PersonId, PurposeId, new_private_id

RETENTION_PURPOSE = PurposeId("retention")
RECORD = "record"
LOG = "access-log"
_PAST_FACTS = "past-facts"
_ATTEMPTS_MAX = 3  # of one batch of records, when somebody in it moved back in between
_Log = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Due:
    """What of a row is past its term: how many nodes or entries, of how many persons. Never shown as it is."""

    row: Row
    items: int
    persons: int


@dataclass(frozen=True, kw_only=True)
class Erasing:
    """Who erases, on which moment: the author of each entry, and the city's calendar."""

    ports: Ports
    author: Entry
    time_zone: tzinfo

    @property
    def today(self) -> date:
        """The day in the city."""
        return self.author.at.astimezone(self.time_zone).date()

    def cut(self, row: Row) -> dict[str, Any]:
        """What is past the row's term, as parameters."""
        return self.cut_on(row.erased_after.before(self.today))

    def cut_on(self, day: date) -> dict[str, Any]:
        """What was over on `day`, as parameters."""
        return cut(day=day, now=self.author.at, time_zone=self.time_zone)

    async def read(self, text: str, parameters: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Ask the graph; a statement that goes through the whole register may take a while."""
        return await read(self.ports, self.author.operation, text, parameters, seconds=limits.RETENTION_SECONDS_MAX)

    async def write(self, entries: Sequence[Entry], statement: Statement) -> Sequence[Sequence[Any]]:
        """One write whole, its outcome, too: the statement's rows."""
        return await write(self.ports, self.author, entries, statement, seconds=limits.RETENTION_SECONDS_MAX)

    @property
    def seconds(self) -> float:
        """How long a statement may take."""
        return limits.RETENTION_SECONDS_MAX

    async def intend(self, entries: Sequence[Entry], write: EntryId) -> Any:
        """The intents of one write, durable."""
        return await self.ports.ledger.intend([replace(entry, write=write) for entry in entries])

    def entries(self, row: Row, persons: Sequence[PersonId], erased: _Log) -> list[Entry]:
        """One on each person's log, and one about nobody, by which it is done again after a restore."""
        author = replace(self.author, operation=f"retention {row.id}", groups=row.groups)
        return [
            *(replace(author, subject=person) for person in persons),
            replace(author, groups=frozenset(), extra={"row": row.id, **erased}),
        ]


async def count_due(ports: Ports, caller: Caller, *, time_zone: tzinfo) -> list[Due]:
    """What is past its term, row by row of the schedule. Nobody is named, and nothing goes.

    It is an entry about nobody: it releases nothing about any person, and an entry on each counted person's log would say
    that somebody had seen them. Raises `PurposeNotAllowedError`, `UnauthenticatedError`, `LogUnavailableError`,
    `GraphUnavailableError`.
    """
    erasing = await _authorised(ports, caller, time_zone)
    found = [await _due(erasing, row) for row in schedule().values() if row.id in ROWS or row.id == LOG]
    said = replace(erasing.author, action="read", operation="retention --dry-run", extra={"about": "nobody"})
    await ports.ledger.append([said])
    return found


async def erase_due(ports: Ports, caller: Caller, *, time_zone: tzinfo) -> AsyncIterator[Due]:
    """Erase what is past its term, row by row; what was done is yielded after each row. Safe to break off and repeat.

    The authority is asked for each batch, and each person of a batch has an entry that is durable before it commits.
    Raises as `count_due` does; also `DomicileError` when the key store can't be written.
    """
    for row in schedule().values():
        if row.id in ROWS or row.id == LOG:
            yield await _erase_row(ports, caller, row, time_zone)
    while await _erase_views(await _authorised(ports, caller, time_zone)):
        pass
    ports.vault.rewrite()


async def _authorised(ports: Ports, caller: Caller, time_zone: tzinfo) -> Erasing:
    """For an officer of the city's registration office; asked for each batch."""
    author = await authorised(
        ports,
        caller,
        RETENTION_PURPOSE,
        operation="retention",
        groups=frozenset[FieldGroup](),
        time_zone=time_zone,
    )
    return Erasing(ports=ports, author=author, time_zone=time_zone)


async def _due(erasing: Erasing, row: Row) -> Due:
    if row.id == LOG:
        chains = await erasing.ports.ledger.past_term(_log_term(erasing, row), limits.RETENTION_CHAINS_MAX)
        return Due(row=row, items=sum(chains.values()), persons=len(chains))
    ((nodes, persons),) = await erasing.read(count_statement(row.id), erasing.cut(row))
    if row.id in standings.ROWS:
        items, changed = await standings.past_term(erasing, row.id, erasing.cut(row))
        return Due(row=row, items=nodes + items, persons=persons + len(changed))
    return Due(row=row, items=nodes, persons=persons)


async def _erase_row(ports: Ports, caller: Caller, row: Row, time_zone: tzinfo) -> Due:
    total = Due(row=row, items=0, persons=0)
    while True:
        erasing = await _authorised(ports, caller, time_zone)
        went = await erase_batch(erasing, row)
        if went is None:
            return total
        total = Due(row=row, items=total.items + went.items, persons=total.persons + went.persons)


async def erase_batch(erasing: Erasing, row: Row) -> Due | None:
    """The next batch of a row; None when nothing of it is past its term any more."""
    if row.id == LOG:
        return await _erase_log(erasing, row)
    if row.id == RECORD:
        return await _erase_records(erasing, row)
    return await erase_facts(erasing, row, erasing.cut(row))


async def _erase_views(erasing: Erasing) -> int:
    """The next of the officers' saved views that are over: how many went. They are about nobody, and so is the entry."""
    said = replace(erasing.author, operation="retention views", extra={"about": "nobody"})
    given = {"at": erasing.author.at.isoformat(), "limit": limits.RETENTION_NODES_PER_BATCH}
    ((nodes,),) = await erasing.write([said], (fragment("retention/end_views"), given))
    return int(nodes)


# ── parts of a record ────────────────────────────────────────────────────────────────────────────────────────────────


async def erase_facts(erasing: Erasing, row: Row, past: Mapping[str, Any]) -> Due | None:
    """The next batch of what `past` says is past its term; None when there is none."""
    if row.id in standings.ROWS:
        went = await standings.erase(erasing, row, past, limits.RETENTION_PERSONS_PER_BATCH)
        if went is not None:
            return Due(row=row, items=went[0], persons=went[1])
    if row.id == _PAST_FACTS and not await _takes_files(erasing.ports):  # after the batch before, too
        await forget_erased(erasing.ports.graph, erasing.ports.vault)
    parameters = {**past, "limit": limits.RETENTION_NODES_PER_BATCH}
    persons = [PersonId(item[0]) for item in await erasing.read(persons_statement(row.id), parameters)]
    if not persons:
        return None
    entries = erasing.entries(row, persons, {"erasedPersons": "", "day": past["day"]})
    ((nodes,),) = await erasing.write(entries, (erase_statement(row.id), {**parameters, "persons": persons}))
    return Due(row=row, items=nodes, persons=len(persons)) if nodes else None


async def _takes_files(ports: Ports) -> bool:
    intake = await intake_of(ports.ledger)
    return intake is not None and intake.is_open


# ── whole records ────────────────────────────────────────────────────────────────────────────────────────────────────


async def _erase_records(erasing: Erasing, row: Row) -> Due | None:
    parameters = {**erasing.cut(row), "limit": limits.RETENTION_PERSONS_PER_BATCH}
    for _ in range(_ATTEMPTS_MAX):
        persons = [PersonId(item[0]) for item in await erasing.read(persons_statement(row.id), parameters)]
        if not persons:
            return None
        if await erase_persons(erasing, row, persons, erase_records_statement(), parameters):
            return Due(row=row, items=len(persons), persons=len(persons))
    raise DomicileError("records changed while they were to be erased: run it again")


async def erase_persons(
    erasing: Erasing, row: Row, persons: Sequence[PersonId], text: str, parameters: Mapping[str, Any]
) -> bool:
    """Erase whole persons: intents, graph, keys, outcome. False when one of them is not due any more: then none went.

    The graph's statement leaves the mark of the write only if it did anything: an open intent is settled by that, and
    keys which a crash left are destroyed at the next start.
    """
    ports, identifier = erasing.ports, EntryId(new_private_id())
    pseudonyms = ",".join(ports.vault.subject_pseudonym(person) for person in persons)
    entries = erasing.entries(row, persons, {"erasedPersons": pseudonyms})
    intents = await ports.ledger.intend([replace(entry, write=identifier) for entry in entries])
    left = mark_parameters(identifier, intents, ports.vault.keys_made())
    statement = text, {**parameters, "persons": persons, "mark": left}
    rows = await commit(ports, erasing.author, identifier, [statement], seconds=limits.RETENTION_SECONDS_MAX)
    ((erased,),) = rows[-1]
    if not erased:
        await ports.ledger.settle(identifier, "rolled_back")
        return False
    ports.vault.destroy(*persons)
    await ports.ledger.settle(identifier, "committed")
    return True


async def erase_persons_again(erasing: Erasing, row: Row, persons: Sequence[PersonId]) -> bool:
    """`erase_persons` for those who were erased before, and are in the graph again."""
    return await erase_persons(erasing, row, persons, erase_again_statement(), erasing.cut(row))


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _log_term(erasing: Erasing, row: Row) -> datetime:
    """Entries from before this instant are past their term."""
    if row.starts is not Start.ENTRY_WRITTEN:
        raise AssertionError(row.id)
    return datetime.fromisoformat(erasing.cut(row)["until"])


async def _erase_log(erasing: Erasing, row: Row) -> Due | None:
    """Entries of the next chains, those of erased persons too: salt and record go, a dated tombstone stays."""
    before = _log_term(erasing, row)
    chains = await erasing.ports.ledger.past_term(before, limits.RETENTION_PERSONS_PER_BATCH)
    if not chains:
        return None
    said = replace(erasing.author, action="erase", operation=f"retention {row.id}", groups=row.groups)
    await erasing.ports.ledger.erase_chains(said, sorted(chains), before=before)
    return Due(row=row, items=sum(chains.values()), persons=len(chains))
