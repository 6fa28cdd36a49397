"""Where a protected person lives: the graph leads to the street, as for whoever has no room, and the vault has the room.

So whoever reads the graph alone does not see who is protected, nor where they are. A statement about a person is given the rooms
that the vault has (`$places`), and is the same for everybody.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from loaders.fragments import fragment
from model import limits
from model.ids import PersonId
from model.standing import Place, place_key

if TYPE_CHECKING:
    from hub.gate.ports import GraphPort, StandingsPort, Statement

ROOMS = "places/rooms"
"""The statement that `places` reads; `$persons` are whose."""

_METADATA = {"operation": "places"}
_PAGE = 1000  # persons


def places(rows: Iterable[Sequence[Any]]) -> dict[PersonId, list[Place]]:
    """The rooms to which facts lead in the graph, of each person: the rows of `ROOMS`."""
    found: dict[PersonId, list[Place]] = {}
    for person, fact, version, room, landlord in rows:
        place = Place(fact=fact, version=version, room=room, landlord=landlord)
        found.setdefault(PersonId(person), []).append(place)
    return found


def hide(found: Mapping[PersonId, Iterable[Place]]) -> "Statement":
    """The graph forgets these. The vault has to know them before."""
    keys = [place.key for items in found.values() for place in items]
    return fragment("places/hide"), {"persons": list(found), "places": keys}


def show(known: Mapping[PersonId, Iterable[Place]]) -> "Statement":
    """The graph knows them again."""
    items = [{"person": person, **asdict(place)} for person, items in known.items() for place in items]
    return fragment("places/show"), {"places": items}


async def agree(graph: "GraphPort", vault: "StandingsPort", sweep: Callable[[], Any]) -> None:
    """At start: what an older hub, or a graph that was put back, says otherwise than the vault, is made so.

    Not about whom a write is under way in another process: which of the two is right shows when it is settled.

    Safe to break off and repeat. `sweep` drives out the bytes of what the graph knew. Raises `GraphUnavailableError`,
    `DomicileError`.
    """
    undecided = await asyncio.to_thread(vault.undecided)
    kept_of = await asyncio.to_thread(vault.standings)
    standings = {person: kept for person, kept in kept_of.items() if person not in undecided}
    protected = [person for person, kept in standings.items() if kept.is_protected]
    has_hidden = False
    for start in range(0, len(protected), _PAGE):
        found = places(await _read(graph, ROOMS, protected[start : start + _PAGE]))
        if found:
            await asyncio.to_thread(vault.place, found)
            await _write(graph, hide(found))
            has_hidden = True
    known = {person: kept.places for person, kept in standings.items() if kept.places and not kept.is_protected}
    if known:
        await _write(graph, show(known))
    if has_hidden:
        await asyncio.to_thread(sweep)


async def forget_erased(graph: "GraphPort", vault: "StandingsPort") -> None:
    """The vault forgets where facts led that were erased. Not while files bring facts in: the vault knows of those first."""
    standings = await asyncio.to_thread(vault.standings)
    persons = [person for person, kept in standings.items() if kept.places]
    for start in range(0, len(persons), _PAGE):
        page = persons[start : start + _PAGE]
        there = {place_key(fact, version) for fact, version in await _read(graph, "places/known", page)}
        gone = {person: {place.key for place in standings[person].places} - there for person in page}
        if any(gone.values()):
            await asyncio.to_thread(vault.displace, gone)


async def _read(graph: "GraphPort", name: str, persons: Collection[PersonId]) -> Sequence[Sequence[Any]]:
    rows = await graph.read(
        fragment(name), {"persons": list(persons)}, timeout_seconds=limits.STATEMENT_SECONDS_MAX, metadata=_METADATA
    )
    return rows.values


async def _write(graph: "GraphPort", statement: "Statement") -> None:
    await graph.write([statement], timeout_seconds=limits.STATEMENT_SECONDS_MAX, metadata=_METADATA)
