"""Who had to do with a person's data, by the entries of their log, and what of it changed since: GDPR art. 15 (1) c and 19.

Worked out each time from one person's own entries. Nothing of it is stored, and there is no list over persons.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.audit_log import Record
from model.groups import FieldGroup
from model.states import ChangeKind

TOLD = "told"
"""In an entry's `extra`: of which field groups its office was told that they had changed."""

FACTS = frozenset(
    {
        FieldGroup.PERSON_NAME,
        FieldGroup.PERSON_BIRTH,
        FieldGroup.PERSON_DOCUMENT,
        FieldGroup.RESIDENCE,
        FieldGroup.TENANCY,
        FieldGroup.EMPLOYMENT,
        FieldGroup.HOUSEHOLD,
        FieldGroup.DECLARED_CONTACTS,
    }
)
"""What an office may have copied into its own files, and is told of when it changes."""

_GOT = frozenset({"read", "write", "export"})  # what an entry is of where its office had to do with the data
_RETENTION = "retention"  # the purpose of what erases

Place = tuple[str, str]
"""A client and the code of an office."""


@dataclass
class Recipient:
    """What one office got, over all entries; `changed` is what changed since it last read it, by field group."""

    first: Mapping[str, Any]
    last: Mapping[str, Any]
    number: int  # of its last entry
    groups: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    changed: dict[str, dict[str, str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    told_at: str | None = None


def recipients(records: Iterable[tuple[int, Record]]) -> dict[Place, Recipient]:
    """The offices that entries name, from a person's entries in their order. One that was refused got nothing."""
    found: dict[Place, Recipient] = {}
    for number, record in records:
        entry = record.entry
        if entry.get("action") not in _GOT or record.outcome == "rolled_back":
            continue
        place = (str(entry["client"]), str(entry.get("office", "")))
        if place[1]:
            _add(found.setdefault(place, Recipient(first=entry, last=entry, number=number)), number, entry)
        if entry["action"] == "write":
            _change([item for at, item in found.items() if at != place], entry)
    return found


def changes(found: Mapping[Place, Recipient], place: Place, allowed: frozenset[FieldGroup]) -> list[dict[str, str]]:
    """What an office is told of: each field group that it read, may read, and that changed since, with the last change."""
    known = found.get(place)
    if known is None:
        return []
    return [
        {"fieldGroup": group, **change}
        for group, change in sorted(known.changed.items())
        if FieldGroup(group) in allowed
    ]


def _add(known: Recipient, number: int, entry: Mapping[str, Any]) -> None:
    known.last, known.number = entry, number
    groups: Sequence[str] = entry.get("groups", ())
    known.groups |= set(groups)
    if told := entry.get("extra", {}).get(TOLD):
        known.told |= set(told.split(","))
        known.told_at = entry["at"]
    if entry["action"] != "write":
        known.read |= set(groups)
        for group in groups:
            known.changed.pop(group, None)


def _change(others: Iterable[Recipient], entry: Mapping[str, Any]) -> None:
    """A write of facts is news to every other office that read them before."""
    kind = ChangeKind.ERASED if entry.get("purpose") == _RETENTION else ChangeKind.CHANGED
    for known in others:
        for group in FACTS & known.read & set(entry.get("groups", ())):
            known.changed[group] = {"at": entry["at"], "kind": kind.value}
