"""The city as rows in memory, found by walking or by one column; and what dates mean. No graph, no planner, no gate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache

Row = Mapping[str, str]

QUARTER = "2026-10-01"  # the first day of the quarter of the city's today: the bands' day


class City:
    """Every row by the kind's file name. A column that holds several ids holds them joined by `;`."""

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        self.rows = rows
        self.by = cache(self._by)

    def all(self, kind: str) -> Sequence[Row]:
        """Every row of a kind."""
        return self.rows[kind]

    def where(self, kind: str, column: str, value: str) -> Sequence[Row]:
        """The rows of a kind whose `column` is, or contains, `value`."""
        return self.by(kind, column).get(value, ())

    def one(self, kind: str, value: str, column: str = "id") -> Row | None:
        """The first such row, or None."""
        found = self.where(kind, column, value)
        return found[0] if found else None

    def these(self, kind: str, ids: str) -> list[Row]:
        """The rows of a kind with the ids in a column's text."""
        return [row for row in (self.one(kind, value) for value in ids.split(";")) if row is not None]

    def _by(self, kind: str, column: str) -> Mapping[str, Sequence[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows[kind]:
            for value in row[column].split(";"):
                found[value].append(row)
        return found


def instant(text: str) -> datetime:
    """An instant of a file or of an argument, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def is_valid(row: Row, day: str) -> bool:
    """Whether a dated fact holds on a day: from the first on, before the last; an empty end is open."""
    return row["validFrom"] <= day and (not row["validTo"] or day < row["validTo"])


def is_known(row: Row, at: datetime) -> bool:
    """Whether the register said so at an instant."""
    return instant(row["recordedFrom"]) <= at and (not row["recordedTo"] or at < instant(row["recordedTo"]))


def band(facts: Iterable[Row]) -> str:
    """How many facts held at the quarter's start, as the register knows them now and none withdrawn, as a band."""
    people = sum(not row["recordedTo"] and row["state"] != "WITHDRAWN" and is_valid(row, QUARTER) for row in facts)
    for below, name in ((10, "UNDER_10"), (20, "FROM_10_TO_19"), (50, "FROM_20_TO_49"), (100, "FROM_50_TO_99")):
        if people < below:
            return name
    return "FROM_100"
