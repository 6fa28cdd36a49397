"""The statements of retention: what is past its term by a row of the schedule, to be counted, named to the log, or erased.

A row's file (`loaders/cypher/retention/ROW.cypher`) says what is due, once; three endings say what becomes of it.
"""

from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from loaders.fragments import fragment
from model.times import as_instant_text

ROWS = (
    "record",
    "past-facts",
    "representation",
    "contacts",
    "means-of-contact",
    "consents",
    "cases",
    "objections",
    "rights",
    "limits",
    "notices",
    "codes",
    "proofs",
)
"""The rows of the schedule with something in the graph, by their ids."""


def cut(*, day: date, now: datetime, time_zone: tzinfo) -> dict[str, Any]:
    """The parameters that say what is past its term: what was over on `day`, in the city's calendar."""
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), time_zone)
    return {
        "day": day.isoformat(),
        "until": as_instant_text(midnight),
        "today": now.astimezone(time_zone).date().isoformat(),
        "now": as_instant_text(now),
    }


def count_statement(row: str) -> str:
    """How much of a row is past its term: nodes, persons."""
    return _statement(row, "end_count")


def persons_statement(row: str) -> str:
    """Whom the next of it is about: a row for each person, at most `$limit` nodes' worth."""
    return _statement(row, "end_persons")


def erase_statement(row: str) -> str:
    """Erases it, as far as it is about `$persons` alone; how many nodes went."""
    return _statement(row, "end_erase")


def erase_records_statement() -> str:
    """Erases `$persons` whole, if each of them is still past the term of their record: all of them, or none."""
    return _statement("record", "end_erase_persons")


def erase_again_statement() -> str:
    """Erases `$persons` whole, who were erased before: they came back with an older graph."""
    return _statement("these", "end_erase_persons")


def _statement(row: str, end: str) -> str:
    return f"{fragment('retention/' + row)} {fragment('retention/' + end)}"
