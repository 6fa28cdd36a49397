"""The access log from its person's side: the entries about one person, as the API shows them.

Reads the log. What goes on it is the gate's; how an entry is put into words is `resolvers.access`'.
"""

import base64
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from hub.gate.ports import LedgerPort, PolicyPort
from hub.ledger import Record
from hub.model.ids import PersonId
from hub.model.plan import Selected

OWN_CLIENT = "resident"
_LOOKED_UP_MAX = 1_000  # entries of one answer that are taken apart once


class OwnLog:
    """What is logged about one person at one moment, by each entry's number among the person's own."""

    def __init__(self, records: Sequence[Record], policy: PolicyPort) -> None:
        self._records = {record.subject_sequence: record for record in records}
        self._policy = policy
        self.look_up = lru_cache(maxsize=_LOOKED_UP_MAX)(self._described)

    def listed(self) -> list[Mapping[str, Any]]:
        """The newest first, as `access/entries` reads them."""
        return [
            {"order": -number, "number": number, "office": record.entry.get("office", "")}
            for number, record in reversed(self._records.items())
        ]

    def _described(self, number: int) -> Mapping[str, Any]:
        """Every key of the type `AccessEntry` that the log knows."""
        record = self._records[number]
        entry = record.entry
        return {
            **self._named(entry),
            "number": number,
            "at": entry["at"],
            "action": entry["action"].upper(),
            "outcome": record.outcome and record.outcome.upper(),
            "office": entry.get("office"),
            "officer": None if entry.get("client") == OWN_CLIENT else entry.get("officer"),
            "legalBasis": entry.get("legalBasis"),
            "case": entry.get("case"),
            "fieldGroups": entry.get("groups", []),
            "operation": entry.get("operation"),
            "rule": entry.get("rule"),
            "policyVersion": entry.get("policyVersion"),
            "previous": record.previous.hex(),
            "commitment": record.commitment.hex(),
            "record": record.record.decode(),
            "salt": base64.b64encode(record.salt).decode(),
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
    """The log about `person`, if `selected` asks for it."""
    if all(child.coordinate != "Person.accessLog" for child in selected.children):
        return None
    return OwnLog(await ledger.read_subject(person), policy)
