"""What an older hub kept in the graph, and the vault keeps now: moved at start, once, before anything is asked.

A page of persons at a time: durable in the vault first, then gone from the graph. Safe to break off and repeat.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hub.gate.names import waiting_scope
from loaders.fragments import fragment
from model import limits
from model.groups import FieldGroup
from model.ids import ClientId, PersonId, new_private_id
from model.standing import Disclosure, Protection, Standing
from model.states import ComplaintKind, NoticeKind

if TYPE_CHECKING:
    from hub.gate.ports import GraphPort, PolicyPort, VaultPort

_METADATA = {"operation": "move"}
_PAGE = 1000  # persons


async def move_plain(graph: "GraphPort", vault: "VaultPort", policy: "PolicyPort", sweep: Callable[[], Any]) -> int:
    """Returns how many persons were gone through. `sweep` drives out the bytes of what was there; it may take a while.

    Raises `GraphUnavailableError`, `DomicileError`.
    """
    if not await _read(graph, "moving/is_due", {}):
        return 0
    moved, after = 0, ""
    given = {
        "limit": _PAGE,
        "kinds": [kind.value for kind in NoticeKind],
        "complaints": [kind.value for kind in ComplaintKind],
        "purposes": sorted(policy.purpose_ids()),
    }
    while page := await _read(graph, "moving/plain", {**given, "after": after}):
        kept = {PersonId(row[0]): _standing(*row[1:4]) for row in page}
        await asyncio.to_thread(vault.keep, {person: item for person, item in kept.items() if not item.is_empty})
        await _write(graph, "moving/forget_plain", _Page(vault, policy.client_ids()).sealed(page))
        moved, after = moved + len(page), page[-1][0]
    if moved:
        await asyncio.to_thread(sweep)
    await _write(graph, "moving/end_disclosures", {})
    await _write(graph, "moving/end_protections", {})  # last: by it a start that was broken off knows to go on
    return moved


class _Page:
    """What stands in the place of what was in clear. Nothing can be sealed for somebody who was erased."""

    def __init__(self, vault: "VaultPort", clients: Collection[str]) -> None:
        self._vault = vault
        self._clients = clients

    def sealed(self, page: Sequence[Sequence[Any]]) -> dict[str, Any]:
        """The parameters of `moving/forget_plain`."""
        persons = [PersonId(row[0]) for row in page]
        gone = self._vault.destroyed(persons)
        lists = [
            self._of_person(person, row[4:]) if person not in gone else {}
            for person, row in zip(persons, page, strict=True)
        ]
        names = ("notices", "employments", "cases", "rights", "complaints", "entitlements")
        return {"persons": persons, **{name: [item for each in lists for item in each.get(name, ())] for name in names}}

    def _of_person(self, person: PersonId, row: Sequence[Sequence[Sequence[Any]]]) -> dict[str, list[dict[str, Any]]]:
        notices, employments, cases, rights, complaints, entitlements = row
        token = self._vault.token
        return {
            "notices": [{"id": identifier, "kind": token(person, kind)} for identifier, kind in notices],
            "employments": [
                {
                    "fact": fact,
                    "version": version,
                    "sealed": self._vault.seal(person, FieldGroup.EMPLOYMENT, {"contract": contract}),
                }
                for fact, version, contract in employments
            ],
            "entitlements": [
                {
                    "fact": fact,
                    "version": version,
                    "sealed": self._vault.seal(person, FieldGroup.CASE, {"service": service, "rule": rule}),
                }
                for fact, version, service, rule in entitlements
            ],
            "cases": [
                {
                    "id": identifier,
                    "kind": token(person, kind),
                    "purpose": token(person, purpose),
                    "waitsFor": {
                        client: token(waiting_scope(ClientId(client), purpose), kind) for client in self._clients
                    },
                }
                for identifier, kind, purpose in cases
            ],
            "rights": [{"id": identifier, "purpose": token(person, purpose)} for identifier, purpose in rights],
            "complaints": [{"id": identifier, "kind": token(identifier, kind)} for identifier, kind in complaints],
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
