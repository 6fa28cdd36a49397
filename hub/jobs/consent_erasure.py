"""After a restore, what rested on a person's consent and was erased at their wish goes once more."""

from collections.abc import Sequence
from datetime import datetime

from hub.jobs.retention import Erasing
from hub.mutations.erasure import erasure_statement
from hub.policy.retention import schedule
from model.ids import PersonId


async def erase_consented_again(
    erasing: Erasing, persons: Sequence[PersonId], labels: Sequence[str], *, at: datetime
) -> None:
    """After a restore: what these persons had erased goes once more, each with an entry; what they gave later stays."""
    row = next(row for row in schedule().values() if set(row.kinds) & set(labels))
    for person in persons:
        statement = erasure_statement(person, labels, at=at, today=erasing.today.isoformat())
        await erasing.write(erasing.entries(row, [person], {})[:1], statement)
