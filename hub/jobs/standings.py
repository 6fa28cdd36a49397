"""What the vault keeps of protections, past its term: found there, since the graph has none of it, and erased with an entry."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hub.gate.marks import mark
from loaders.fragments import fragment
from model.errors import DomicileError, GraphUnavailableError
from model.ids import EntryId, PersonId, new_private_id
from model.standing import Standing

if TYPE_CHECKING:
    from hub.jobs.retention import Erasing
    from hub.policy.retention import Row

LIMITS = "limits"
RIGHTS = "rights"
ROWS = (LIMITS, RIGHTS)
"""The rows of the schedule with something in the vault, by their ids."""


async def past_term(erasing: "Erasing", row: str, past: Mapping[str, Any]) -> tuple[int, dict[PersonId, Standing]]:
    """How much of a row is past its term, and what is left of whom. Raises `GraphUnavailableError`."""
    before = await asyncio.to_thread(erasing.ports.vault.standings)
    if row == LIMITS:
        after = {person: kept.without_protections(past["until"]) for person, kept in before.items()}
    else:
        over = await _over(erasing, before, past["until"])
        after = {person: kept.without_cases(over) for person, kept in before.items()}
    changed = {person: kept for person, kept in after.items() if kept != before[person]}
    return sum(_items(before[person]) - _items(kept) for person, kept in changed.items()), changed


async def _over(erasing: "Erasing", standings: Mapping[PersonId, Standing], until: str) -> frozenset[str]:
    """The numbers of cases that were closed before `until`, or are gone already."""
    cases = {item.case for kept in standings.values() for item in kept.disclosures}
    given = {"cases": sorted(cases), "until": until}
    return frozenset(cases) - {case for (case,) in await erasing.read(fragment("retention/cases_kept"), given)}


async def erase(erasing: "Erasing", row: "Row", past: Mapping[str, Any], most: int) -> tuple[int, int] | None:
    """The next of it, of at most `most` persons: how many items went, of how many persons; None when there is none.

    One write: its intents, the proposal, the mark in the graph, the outcome. Raises what a write raises.
    """
    _, changed = await past_term(erasing, row.id, past)
    if not changed:
        return None
    ports, write = erasing.ports, EntryId(new_private_id())
    persons = sorted(changed)[:most]
    before = {person: _items(ports.vault.standing(person)) for person in persons}
    entries = erasing.entries(row, persons, {"erasedPersons": "", "day": past["day"]})
    intents = await erasing.intend(entries, write)
    try:
        await asyncio.to_thread(ports.vault.propose, write, {person: changed[person] for person in persons})
        await ports.graph.write(
            [mark(write, intents, ports.vault.keys_made())],
            timeout_seconds=erasing.seconds,
            metadata={"operation": erasing.author.operation, "client": erasing.author.client},
        )
    except GraphUnavailableError:
        raise  # whether it committed is not known: it is settled against the graph
    except DomicileError:
        await asyncio.to_thread(ports.vault.settle, write, is_committed=False)
        await ports.ledger.settle(write, "rolled_back")
        raise
    await asyncio.to_thread(ports.vault.settle, write, is_committed=True)
    await ports.ledger.settle(write, "committed")
    return sum(before[person] - _items(changed[person]) for person in persons), len(persons)


def _items(standing: Standing) -> int:
    return len(standing.protections) + len(standing.disclosures)
