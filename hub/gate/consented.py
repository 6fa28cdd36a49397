"""What rests on a person's consent, erased because they want it: the write, and that it is done again after a restore."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hub.gate.ports import Statement
from hub.gate.retention import Erasing
from hub.retention import Basis, Row, rows_of, schedule
from loaders.fragments import fragment
from model.groups import FieldGroup
from model.ids import PersonId, new_private_id
from model.times import as_instant_text


def consented_rows(group: FieldGroup) -> list[Row]:
    """The rows of `group` that rest on consent; none when keeping it is a task which the law gives."""
    rows = rows_of(group)
    return rows if all(row.basis is Basis.CONSENT for row in rows) else []


def erasure_statement(person: PersonId, labels: Sequence[str], *, at: datetime, today: str) -> Statement:
    """Erases what is of these kinds and was there at `at`, and leaves a tombstone."""
    parameters: dict[str, Any] = {
        "person": person,
        "labels": list(labels),
        "at": as_instant_text(at),
        "tombstone": new_private_id(),
        "today": today,
    }
    return fragment("retention/erase_consented"), parameters


def erasure_note(pseudonym: str, row: str, labels: Sequence[str]) -> dict[str, str]:
    """What the log's entry about nobody says, by which it is done again after a restore."""
    return {"erasedPersons": pseudonym, "row": row, "labels": ",".join(labels)}


async def erase_consented_again(
    erasing: Erasing, persons: Sequence[PersonId], labels: Sequence[str], *, at: datetime
) -> None:
    """After a restore: what these persons had erased goes once more, each with an entry; what they gave later stays."""
    row = next(row for row in schedule().values() if set(row.kinds) & set(labels))
    for person in persons:
        statement = erasure_statement(person, labels, at=at, today=erasing.today.isoformat())
        await erasing.write(erasing.entries(row, [person], {})[:1], statement)
