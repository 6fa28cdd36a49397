"""What an older hub kept in the graph, and the vault keeps now: moved at start, once, before anything is asked.

A page of persons at a time: durable in the vault first, then gone from the graph. Safe to break off and repeat.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hub import limits
from hub.model.groups import FieldGroup
from hub.model.ids import PersonId, new_private_id
from hub.model.standing import Disclosure, Protection, Standing
from hub.model.states import NoticeKind
from loaders.fragments import fragment

if TYPE_CHECKING:
    from hub.gate.ports import GraphPort, VaultPort

_METADATA = {"operation": "move"}
_PAGE = 1000  # persons


async def move_plain(graph: "GraphPort", vault: "VaultPort") -> int:
    """Returns how many persons were gone through. Raises `GraphUnavailableError`, `DomicileError`."""
    if not await _read(graph, "moving/is_due", {}):
        return 0
    moved, after = 0, ""
    given = {"limit": _PAGE, "kinds": [kind.value for kind in NoticeKind]}
    while page := await _read(graph, "moving/plain", {**given, "after": after}):
        kept = {PersonId(row[0]): _standing(*row[1:4]) for row in page}
        await asyncio.to_thread(vault.keep, {person: item for person, item in kept.items() if not item.is_empty})
        await _write(graph, "moving/forget_plain", _sealed(vault, page))
        moved, after = moved + len(page), page[-1][0]
    await _write(graph, "moving/end_disclosures", {})
    await _write(graph, "moving/end_protections", {})  # last: by it a start that was broken off knows to go on
    return moved


def _sealed(vault: "VaultPort", page: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """What stands in the place of what was in clear. Nothing can be sealed for somebody who was erased."""
    gone = vault.destroyed([PersonId(person) for person, *_ in page])
    return {
        "persons": [person for person, *_ in page],
        "notices": [
            {"id": notice, "kind": vault.kind_token(PersonId(person), kind)}
            for person, *_, notices, _ in page
            for notice, kind in notices
        ],
        "employments": [
            {
                "fact": fact,
                "version": version,
                "sealed": vault.seal(PersonId(person), FieldGroup.EMPLOYMENT, {"contract": contract}),
            }
            for person, *_, employments in page
            if person not in gone
            for fact, version, contract in employments
        ],
    }


def _standing(is_protected: bool, protections: Sequence[Any], disclosures: Sequence[Any]) -> Standing:  # noqa: FBT001
    told = tuple(
        Protection(id=identifier, since=since, until=until, reason=_bytes(reason))
        for identifier, since, until, reason in protections
    )
    if is_protected and all(item.until is not None for item in told):
        told = (Protection(id=new_private_id()), *told)  # it was imported
    asked = tuple(
        Disclosure(
            id=identifier,
            case=case,
            asked_at=asked_at,
            reason=bytes(reason),
            is_allowed=is_allowed,
            answered_at=answered_at,
            ended_at=ended_at,
        )
        for identifier, case, asked_at, reason, is_allowed, answered_at, ended_at in disclosures
    )
    return Standing(protections=told, disclosures=asked)


def _bytes(sealed: Any) -> bytes | None:
    return None if sealed is None else bytes(sealed)


async def _read(graph: "GraphPort", name: str, parameters: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    rows = await graph.read(
        fragment(name), parameters, timeout_seconds=limits.STATEMENT_SECONDS_MAX, metadata=_METADATA
    )
    return rows.values


async def _write(graph: "GraphPort", name: str, parameters: Mapping[str, Any]) -> None:
    await graph.write([(fragment(name), parameters)], timeout_seconds=limits.STATEMENT_SECONDS_MAX, metadata=_METADATA)
