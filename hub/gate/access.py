"""The access log as the API shows it: the entries about one person, to that person; those about the policy, to all.

Reads the log. What goes on it is the gate's; how an entry is put into words is `resolvers.access`'.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from hub.audit_log import Record
from hub.gate.ports import LedgerPort, PolicyPort
from hub.gate.recipients import Place, Recipient, changes, recipients
from model.groups import FieldGroup
from model.hidden_entries import OffScreen
from model.ids import PersonId
from model.plan import FieldSelection

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

    def lists(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What connections list out of the log, the newest first, by the names which they give it."""
        return {"entries": _listed(self._records)}

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


def _listed(records: Mapping[int, Record]) -> list[Mapping[str, Any]]:
    return [
        {"order": -number, "number": number, "office": record.entry.get("office", "")}
        for number, record in reversed(list(records.items()))
    ]


# What numbers an entry among the person's, or proves that none is left out: a gap would show that one is left out.
_CHAINED = frozenset({"number", "previous", "commitment", "head", "record", "salt", "proof"})


class OwnLog(LogView):
    """What is logged about one person, as `AccessEntry` names it."""

    def __init__(
        self,
        records: Sequence[Record],
        policy: PolicyPort,
        *,
        has_proofs: bool,
        off_screen: OffScreen | None = None,
        is_represented: bool = False,
    ) -> None:
        """Who acts for the person sees nothing of what is `off_screen`, nor that it is."""
        super().__init__(records, policy, has_proofs=has_proofs and not is_represented)
        self._is_represented = is_represented
        self._off_screen = {
            number: record
            for number, record in self._records.items()
            if off_screen is not None and off_screen.hides(number, record.entry)
        }

    @property
    def off_screen_numbers(self) -> list[int]:
        """The entries that are off the screen, those of hidden cases too."""
        return list(self._off_screen)

    def lists(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What is on the screen and what is not, and whom the first says has had to do with the person's data."""
        shown = {number: record for number, record in self._records.items() if number not in self._off_screen}
        off_screen = [] if self._is_represented else _listed(self._off_screen)
        return {"entries": _listed(shown), "off_screen": off_screen, "recipients": self._recipients(shown)}

    def look_up(self, number: int) -> Mapping[str, Any]:
        """What the entry says; to who acts for the person nothing of a hidden one, and no number of any."""
        if not self._is_represented:
            return super().look_up(number)
        if number in self._off_screen:
            return {}
        return {key: value for key, value in super().look_up(number).items() if key not in _CHAINED}

    def _entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        extra = entry.get("extra", {})  # who acted for the person, if somebody did
        is_own = entry.get("client") == OWN_CLIENT and "representation" not in extra
        return {
            **self._department(entry),
            **self._purpose(entry),
            "at": entry["at"],
            "action": entry["action"].upper(),
            "officer": None if is_own else entry.get("officer"),
            "representation": extra.get("representation"),
            "basis": extra.get("basis"),
            "legalBasis": entry.get("legalBasis"),
            "case": entry.get("case"),
            "fieldGroups": entry.get("groups", []),
            "operation": entry.get("operation"),
            "rule": entry.get("rule"),
            "policyVersion": entry.get("policyVersion"),
        }

    def changes(self, place: Place, allowed: frozenset[FieldGroup]) -> list[dict[str, str]]:
        """What an office is told of that changed since it last read it, of the groups that it may read."""
        return changes(recipients(self._records.items()), place, allowed)

    def _recipients(self, records: Mapping[int, Record]) -> list[Mapping[str, Any]]:
        """The offices that had to do with the person's data, as `Recipient` names it; who did so last first."""
        found = recipients(records.items()).values()
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


class OperatorActs(LogView):
    """What operators or the coordination office did, as `OperatorAct` names it: about nobody, and for everybody."""

    def _entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        extra = entry["extra"]
        return {
            "at": entry["at"],
            "act": entry["operation"],
            "office": entry.get("office"),
            "arguments": extra.get("arguments", "").splitlines(),
            "operators": [name for name in extra.get("operators", "").split(", ") if name],
        }


async def own_log(
    ledger: LedgerPort,
    policy: PolicyPort,
    person: PersonId,
    selected: FieldSelection,
    *,
    off_screen: OffScreen | None = None,
    is_represented: bool = False,
) -> OwnLog | None:
    """The log about `person`, if `selected` asks for any of it, or for what only the log knows to be hidden."""
    asked = {item.coordinate for item in selected.walk()}
    needs = {"Me.accessLog", "Me.offScreenEntries", "Me.recipients", "Case.changes", "Objection.access"}
    if off_screen is not None and off_screen.cases:
        needs.add("Me.objections")
    if not asked & needs:
        return None
    records = await ledger.read_subject(person)
    has_proofs = "AccessEntry.proof" in asked
    return OwnLog(records, policy, has_proofs=has_proofs, off_screen=off_screen, is_represented=is_represented)


async def public_log(ledger: LedgerPort, policy: PolicyPort, selected: FieldSelection) -> LogView:
    """The log about the policy, or about what operators did: whichever `selected` asks for."""
    asked = {item.coordinate for item in selected.walk()}
    if selected.coordinate == "Query.operatorActs":
        act = selected.arguments.get("act")
        records = [item for item in await ledger.read_operations() if act is None or item.entry.get("operation") == act]
        return OperatorActs(records, policy, has_proofs="OperatorAct.proof" in asked)
    return PolicyChanges(await ledger.read_policy_changes(), policy, has_proofs="PolicyChange.proof" in asked)
