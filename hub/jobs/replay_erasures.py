"""At start: what was erased, and came back with a graph or a key store from a backup, is erased once more.

The log knows what was erased: under pseudonyms, and by the day that a row's term was over. A log from a backup is refused
before (`hub.audit_log.witnesses`, `hub.audit_log.writer_lease`). Nothing is served meanwhile: `open_ports` waits for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from hub.audit_log import Record
from hub.gate.marks import mark_parameters
from hub.jobs.consent_erasure import erase_consented_again
from hub.jobs.retention import RECORD, RETENTION_PURPOSE, Erasing, erase_facts, erase_persons_again
from hub.policy.retention import schedule
from loaders.fragments import fragment
from model import limits
from model.callers import Entry
from model.ids import ClientId, EntryId, PersonId
from model.times import now

if TYPE_CHECKING:
    from hub.gate.ports import Ports

_BATCH = 1000  # writes looked up in one statement, ids read in one page
_LEGAL_BASIS = "A6-1-c"
_COMMITTED, _ROLLED_BACK = "committed", "rolled_back"


@dataclass(frozen=True, kw_only=True)
class _Erasure:
    """One entry of the chain of erasures. `day` is that of a row's term; without one it is about whole persons."""

    write: EntryId
    row: str
    pseudonyms: tuple[str, ...]
    day: date | None
    labels: tuple[str, ...]
    at: datetime
    mark: Mapping[str, Any]


async def erase_again(ports: "Ports") -> int:
    """Erase what should not be there any more; returns how many erasures were done again.

    Each is an entry like the first. Raises `LogUnavailableError`, `GraphUnavailableError`, `DomicileError`.
    """
    records = [record for record in await ports.ledger.read_erasures() if record.outcome != _ROLLED_BACK]
    if not records:
        return 0
    lost = await _not_in_graph(ports, [EntryId(record.entry["write"]) for record in records])
    known = [
        _read(record)
        for record in records
        if record.outcome == _COMMITTED or EntryId(record.entry["write"]) not in lost
    ]
    ports.vault.destroy_again({item for each in known if each.row == RECORD for item in each.pseudonyms})
    missing = [each for each in known if each.write in lost]
    if missing:
        await _erase(_author(ports), missing)
    return len(missing)


async def _not_in_graph(ports: "Ports", writes: Sequence[EntryId]) -> frozenset[EntryId]:
    """Those whose mark the graph doesn't have: it is older than they are."""
    found: set[EntryId] = set()
    for start in range(0, len(writes), _BATCH):
        rows = await ports.graph.read(
            fragment("writes/settled"),
            {"entries": writes[start : start + _BATCH]},
            timeout_seconds=limits.STATEMENT_SECONDS_MAX,
            metadata={"operation": "restore"},
        )
        found.update(EntryId(row[0]) for row in rows.values)
    return frozenset(writes) - found


def _read(record: Record) -> _Erasure:
    entry = record.entry
    extra = entry["extra"]
    return _Erasure(
        write=EntryId(entry["write"]),
        row=extra["row"],
        pseudonyms=tuple(extra["erasedPersons"].split(",")) if extra["erasedPersons"] else (),
        day=date.fromisoformat(extra["day"]) if "day" in extra else None,
        labels=tuple(extra["labels"].split(",")) if "labels" in extra else (),
        at=datetime.fromisoformat(entry["at"]),
        mark=mark_parameters(EntryId(entry["write"]), [record], None),
    )


def _author(ports: "Ports") -> Erasing:
    author = Entry(
        subject=None,
        client=ClientId("operator"),
        office=None,
        officer="operator:restore",
        at=now(),
        action="write",
        operation="retention",
        purpose=RETENTION_PURPOSE,
        legal_basis=_LEGAL_BASIS,
        case=None,
        groups=frozenset(),
        policy_version=ports.policy.version,
    )
    return Erasing(ports=ports, author=author, time_zone=UTC)


async def _erase(erasing: Erasing, missing: Sequence[_Erasure]) -> None:
    """Whole persons first: what is left is then less. The marks come last, so that a broken start begins anew."""
    rows = schedule()
    gone = {item for each in missing if each.row == RECORD for item in each.pseudonyms}
    consented = [each for each in missing if each.labels]
    wanted = gone | {item for each in consented for item in each.pseudonyms}
    found = await _persons(erasing, wanted) if wanted else {}
    whole = [person for pseudonym, person in found.items() if pseudonym in gone]
    for start in range(0, len(whole), limits.RETENTION_PERSONS_PER_BATCH):
        await erase_persons_again(erasing, rows[RECORD], whole[start : start + limits.RETENTION_PERSONS_PER_BATCH])
    for each in consented:
        persons = [found[item] for item in each.pseudonyms if item in found and item not in gone]
        await erase_consented_again(erasing, persons, each.labels, at=each.at)
    for row, day in sorted(_days(missing).items()):
        while await erase_facts(erasing, rows[row], erasing.cut_on(day)):
            pass
    await erasing.ports.graph.write(
        [(fragment("retention/mark_writes"), {"writes": [each.mark for each in missing]})],
        timeout_seconds=limits.RETENTION_SECONDS_MAX,
        metadata={"operation": "restore"},
    )


def _days(missing: Sequence[_Erasure]) -> dict[str, date]:
    """Of each row, the latest day that was over: what went before is over, too."""
    days: dict[str, date] = {}
    for each in missing:
        if each.day is not None and each.row in schedule():
            days[each.row] = max(each.day, days.get(each.row, each.day))
    return days


async def _persons(erasing: Erasing, pseudonyms: set[str]) -> dict[str, PersonId]:
    """Those in the graph whose pseudonyms these are: each id is gone through, for a pseudonym leads to nobody."""
    found: dict[str, PersonId] = {}
    after = ""
    while True:
        rows = await erasing.read(fragment("retention/ids"), {"after": after, "limit": _BATCH})
        if not rows:
            return found
        after = rows[-1][0]
        for (person,) in rows:
            pseudonym = erasing.ports.vault.subject_pseudonym(PersonId(person))
            if pseudonym in pseudonyms:
                found[pseudonym] = PersonId(person)
