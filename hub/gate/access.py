"""The access log from its person's side: the entries about one person, as the API shows them.

Reads the log. What goes on it is the gate's; how an entry is put into words is `resolvers.access`'.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from hub.gate.ports import LedgerPort, PolicyPort
from hub.ledger import Record
from hub.model.ids import PersonId
from hub.model.plan import Selected

OWN_CLIENT = "resident"


class OwnLog:
    """What is logged about one person at one moment, by each entry's number among the person's own."""

    def __init__(self, records: Sequence[Record], policy: PolicyPort, *, has_proofs: bool) -> None:
        self._records = {record.subject_sequence: record for record in records}
        self._policy = policy
        self._has_proofs = has_proofs
        self._said: dict[int, dict[str, Any]] = {}

    def look_up(self, number: int) -> Mapping[str, Any]:
        """What the entry of that number says, as `AccessEntry` names it."""
        if number not in self._said:
            self._said[number] = self._described(number)
        return self._said[number]

    async def prove(self, ledger: LedgerPort) -> None:
        """Put its proof beside each entry that was looked up, if proofs were asked for. Raises `SetupError`.

        A proof is None while it is pending: until the next checkpoint, two seconds at most.
        """
        if not self._has_proofs:
            return
        numbers = list(self._said)
        proofs = await ledger.proofs([self._records[number].sequence for number in numbers])
        for number, proof in zip(numbers, proofs, strict=True):
            self._said[number]["proof"] = proof

    def listed(self) -> list[Mapping[str, Any]]:
        """The newest first, as `access/entries` reads them."""
        return [
            {"order": -number, "number": number, "office": record.entry.get("office", "")}
            for number, record in reversed(self._records.items())
        ]

    def _described(self, number: int) -> dict[str, Any]:
        """Every key of the type `AccessEntry` that the log knows; of an erased entry what its proof needs."""
        record = self._records[number]
        said = {
            "number": number,
            "previous": record.previous.hex(),
            "commitment": record.commitment.hex(),
            "head": record.head.hex(),
            "erasedAt": record.erased_at,
        }
        if record.record is None or record.salt is None:
            return said
        opening = {"record": record.record.decode(), "salt": base64.b64encode(record.salt).decode()}
        outcome = record.outcome and record.outcome.upper()
        return {**said, **opening, **self._entry(record.entry), "outcome": outcome}

    def _entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **self._named(entry),
            "at": entry["at"],
            "action": entry["action"].upper(),
            "office": entry.get("office"),
            "officer": None if entry.get("client") == OWN_CLIENT else entry.get("officer"),
            "legalBasis": entry.get("legalBasis"),
            "case": entry.get("case"),
            "fieldGroups": entry.get("groups", []),
            "operation": entry.get("operation"),
            "rule": entry.get("rule"),
            "policyVersion": entry.get("policyVersion"),
        }

    def _named(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Department and purpose in words. One that has left the closed lists since keeps its id."""
        client_id, purpose_id = entry.get("client", ""), entry.get("purpose")
        client, purpose = self._policy.client(client_id), self._policy.purpose(purpose_id or "")
        return {
            "client": client_id,
            "departmentEn": client.name if client else client_id,
            "departmentZh": client.name_zh if client else client_id,
            "purpose": purpose_id,
            "purposeEn": purpose.description if purpose else purpose_id,
            "purposeZh": purpose.description_zh if purpose else purpose_id,
        }


async def own_log(ledger: LedgerPort, policy: PolicyPort, person: PersonId, selected: Selected) -> OwnLog | None:
    """The log about `person`, if `selected` asks for any of it."""
    asked = {item.coordinate for item in selected.walk()}
    if not asked & {"Person.accessLog", "Objection.access"}:
        return None
    return OwnLog(await ledger.read_subject(person), policy, has_proofs="AccessEntry.proof" in asked)
