"""Which entries of a subject are past their term, and what is said of them when they go. Periods are not decided here.

Never erased: an entry that says what was erased (else a tombstone would have nothing to stand on), and a write's intent
while its outcome is open.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import orjson

from hub.audit_log.limits import ERASE_PAGE_ENTRIES, ERASED_ENTRIES_MAX
from hub.audit_log.record import OF_NOBODY
from hub.audit_log.tables import Reader, Row, Tables
from model.ids import EntryId
from model.times import as_instant_text
from tlog.limits import TREE_SIZE_MAX


@dataclass(frozen=True)
class Due:
    """Entries of one subject to erase: their places in the log, and their numbers in the subject's chain."""

    sequences: tuple[int, ...]
    numbers: tuple[int, ...]

    @property
    def text(self) -> str:
        """The numbers as ranges: `1-12,15`."""
        return ",".join(f"{first}-{last}" if last > first else str(first) for first, last in _runs(self.numbers))


def due(tables: Tables, subject: str, before: datetime, only: Collection[int] | None) -> Due:
    """A subject's entries from before `before`, of `only` these sequences if given: the first that can go in one call.

    Reads on until a whole page is younger: entries stand nearly in the order of their times.
    """
    limit = as_instant_text(before)
    found: list[Row] = []
    after = 0
    while len(found) < ERASED_ENTRIES_MAX:
        page = tables.standing(subject, after, ERASE_PAGE_ENTRIES)
        old = [(row, entry) for row in page if (entry := _entry(row))["at"] < limit]
        if not old:
            break
        after = page[-1].subject_sequence
        found += _erasable(tables, [item for item in old if only is None or item[0].sequence in only])
    found = found[:ERASED_ENTRIES_MAX]
    return Due(tuple(row.sequence for row in found), tuple(row.subject_sequence for row in found))


def past_term(reader: Reader, before: datetime, limit: int) -> Mapping[str, int]:
    """How many entries from before `before` each person's chain still has, of at most `limit` chains.

    Reads from the log's beginning until a whole page is younger. Chains about nobody stay: they name nobody.
    """
    until = as_instant_text(before)
    found: Counter[str] = Counter()
    start = 0
    while page := reader.rows(start, start + ERASE_PAGE_ENTRIES):
        start += ERASE_PAGE_ENTRIES
        standing = [(row, _entry(row)) for row in page if row.record is not None]
        old = [(row, entry) for row, entry in standing if entry["at"] < until]
        if standing and not old:
            break
        theirs = [item for item in old if item[0].subject not in OF_NOBODY]
        for row in _erasable(reader, theirs):
            if row.subject in found or len(found) < limit:
                found[row.subject] += 1
    return found


def named(text: str) -> list[tuple[int, int]]:
    """The first and the last number of each range in `Due.text`. Raises `ValueError`."""
    ranges: list[tuple[int, int]] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        numbers = int(first), int(last if dash else first)
        if not 0 < numbers[0] <= numbers[1] <= TREE_SIZE_MAX:
            raise ValueError(f"`{part}` is no range of a subject's numbers")
        ranges.append(numbers)
    return ranges


def _erasable(tables: Tables | Reader, items: list[tuple[Row, dict[str, str]]]) -> list[Row]:
    ids = {EntryId(entry["write"]) for _, entry in items if entry["action"] == "write"}
    still_open = {row.write for row in tables.writes(ids) if row.outcome is None}
    return [row for row, entry in items if entry["action"] != "erase" and entry.get("write") not in still_open]


def _entry(row: Row) -> dict[str, str]:
    entry: dict[str, str] = orjson.loads(row.record or b"")["entry"]
    return entry


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Neighbours put together, of ascending numbers."""
    ordered = list(numbers)
    if not ordered:
        return
    first = ordered[0]
    for number, following in pairwise([*ordered, None]):
        if number is not None and following != number + 1:
            yield first, number
            first = following or 0
