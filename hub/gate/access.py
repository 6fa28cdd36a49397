"""The access log as the API shows it: the entries about one person, to that person; those about the policy, to all.

Reads the log. What goes on it is the gate's; how an entry is put into words is `resolvers.access`'.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from hub.gate.ports import LedgerPort, PolicyPort
from hub.gate.recipients import Place, Recipient, changes, recipients
from hub.ledger import Record
from hub.model.groups import FieldGroup
from hub.model.ids import PersonId
from hub.model.plan import Selected

OWN_CLIENT = "resident"


class LogView:
    """One chain of the log at one moment, by each entry's number in it. What an entry says is each view's own."""

    def __init__(self, records: Sequence[Record], policy: PolicyPort, *, has_proofs: bool) -> None:
        self._records = {record.subject_sequence: record for record in records}
        self._policy = policy
        self._has_proofs = has_proofs
        self._said: dict[int, dict[str, Any]] = {}

    def look_up(self, number: int) -> Mapping[str, Any]:
        """What the entry of that number says, as its type names it; nothing where the log is not shown."""
        if number not in self._records:
            return {}
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
        """The newest first, as `access/entries` and `policy/changes` read them."""
        return [
            {"order": -number, "number": number, "office": record.entry.get("office", "")}
            for number, record in reversed(self._records.items())
        ]

    def lists(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What connections list out of the log, by the names which they give it."""
        return {"entries": self.listed()}

    def _described(self, number: int) -> dict[str, Any]:
        """Every key that the log knows; of an erased entry what its proof needs."""
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
        raise NotImplementedError

    def _department(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Who, in words. One that has left the closed lists since keeps its id."""
        client_id = entry.get("client", "")
        client = self._policy.client(client_id)
        return {
            "client": client_id,
            "departmentEn": client.name if client else client_id,
            "departmentZh": client.name_zh if client else client_id,
            "office": entry.get("office"),
        }


class OwnLog(LogView):
    """What is logged about one person, as `AccessEntry` names it."""

    def _entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        acting = entry.get("extra", {})  # who acted for the person, if somebody did
        return {
            **self._department(entry),
            **self._purpose(entry),
            "at": entry["at"],
            "action": entry["action"].upper(),
            "officer": None if entry.get("client") == OWN_CLIENT and not acting else entry.get("officer"),
            "representation": acting.get("representation"),
            "basis": acting.get("basis"),
            "legalBasis": entry.get("legalBasis"),
            "case": entry.get("case"),
            "fieldGroups": entry.get("groups", []),
            "operation": entry.get("operation"),
            "rule": entry.get("rule"),
            "policyVersion": entry.get("policyVersion"),
        }

    def lists(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """The entries, and whom they say has had to do with the person's data."""
        return {"entries": self.listed(), "recipients": self._recipients()}

    def changes(self, place: Place, allowed: frozenset[FieldGroup]) -> list[dict[str, str]]:
        """What an office is told of that changed since it last read it, of the groups that it may read."""
        return changes(recipients(self._records.items()), place, allowed)

    def _recipients(self) -> list[Mapping[str, Any]]:
        """The offices that had to do with the person's data, as `Recipient` names it; who did so last first."""
        found = recipients(self._records.items()).values()
        return sorted((self._recipient(item) for item in found), key=lambda item: item["order"])

    def _recipient(self, item: Recipient) -> dict[str, Any]:
        return {
            **self._department(item.last),
            "order": -item.number,
            "fieldGroups": sorted(item.groups),
            "firstAt": item.first["at"],
            "lastAt": item.last["at"],
            "changedSince": sorted(item.changed),
            "toldOf": sorted(item.told),
            "toldAt": item.told_at,
        }

    def _purpose(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        purpose_id = entry.get("purpose")
        purpose = self._policy.purpose(purpose_id or "")
        return {
            "purpose": purpose_id,
            "purposeEn": purpose.description if purpose else purpose_id,
            "purposeZh": purpose.description_zh if purpose else purpose_id,
        }


class PolicyChanges(LogView):
    """What is logged about the policy, as `PolicyChange` names it: about nobody, and for everybody."""

    def _entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        extra = entry["extra"]
        return {
            **self._department(entry),
            "at": entry["at"],
            "versionBefore": extra["versionBefore"],
            "versionAfter": extra["versionAfter"],
            "opened": extra["opened"].splitlines(),
            "closed": extra["closed"].splitlines(),
        }


async def own_log(ledger: LedgerPort, policy: PolicyPort, person: PersonId, selected: Selected) -> OwnLog | None:
    """The log about `person`, if `selected` asks for any of it."""
    asked = {item.coordinate for item in selected.walk()}
    if not asked & {"Me.accessLog", "Me.recipients", "Case.changes", "Objection.access"}:
        return None
    return OwnLog(await ledger.read_subject(person), policy, has_proofs="AccessEntry.proof" in asked)


async def policy_log(ledger: LedgerPort, policy: PolicyPort, selected: Selected) -> PolicyChanges:
    """The log about the policy."""
    has_proofs = any(item.coordinate == "PolicyChange.proof" for item in selected.walk())
    return PolicyChanges(await ledger.read_policy_changes(), policy, has_proofs=has_proofs)
