"""Checks a whole log, offline, beside a running hub: sequence, commitments, canonical form, chains, writes.

It recomputes everything from the rows, and canonicalises by `rfc8785`, not by what wrote them. It does not prove that
entries at the very end were not cut off, or that all was not made anew: that takes a receipt, or a witness.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
import rfc8785

from hub.ledger.erasing import named
from hub.ledger.limits import PROBLEMS_MAX
from hub.ledger.placing import Receipt
from hub.ledger.record import START, commitment, subject_head
from hub.ledger.storage import storage_of
from hub.ledger.tables import Reader, Row, Written
from hub.model.ids import EntryId
from hub.settings import Settings


@dataclass(frozen=True)
class Verification:
    """How many entries were read, which problems they have (none: the log is whole), and which writes are open."""

    entries: int
    problems: tuple[str, ...]
    open_writes: tuple[EntryId, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(settings: Settings, receipts: Iterable[Receipt] = ()) -> Verification:
    """Check everything. With `receipts`, also that each of their entries is still what it was.

    Raises `SetupError` when there is no log, or it can't be read.
    """
    with storage_of(settings).read() as reader:
        check = _Check({receipt.sequence: receipt for receipt in receipts})
        problems = list(islice(check.problems(reader), PROBLEMS_MAX))
        open_writes = tuple(row.write for row in reader.open_writes())
    return Verification(check.entries, tuple(problems), open_writes)


class _Check:
    """One pass in the log's order, then one by subject, then the writes against what the records say of them."""

    def __init__(self, receipts: dict[int, Receipt]) -> None:
        self.entries = 0
        self._receipts = receipts
        self._intended: dict[str, int] = {}  # each write's last intent
        self._outcomes: dict[str, tuple[int, str]] = {}
        self._erased: set[int] = set()
        self._tombstones: dict[str, dict[int, int]] = {}  # sequences by subject and the subject's number
        self._said: dict[str, list[tuple[int, set[int]]]] = {}  # by subject: erasing entries, and what they name

    def problems(self, reader: Reader) -> Iterator[str]:
        yield from self._in_sequence(reader)
        yield from _by_subject(reader)
        yield from self._writes(reader)
        yield from self._erasures()
        yield from (f"entry {sequence}: missing, and there is a receipt for it" for sequence in self._receipts)

    def _in_sequence(self, reader: Reader) -> Iterator[str]:
        before = -1
        for row in reader.in_sequence():
            self.entries += 1
            if row.sequence != before + 1:
                yield f"entry {before + 1}: missing, the next one is {row.sequence}"
            if row.salt is None or row.record is None:
                self._erased.add(row.sequence)
                self._tombstones.setdefault(row.subject, {})[row.subject_sequence] = row.sequence
            else:
                yield from self._record(row, row.salt, row.record)
            yield from self._receipt(row.sequence, subject_head(row.previous, row.commitment))
            before = row.sequence

    def _record(self, row: Row, salt: bytes, record: bytes) -> Iterator[str]:
        sequence = row.sequence
        if row.commitment != commitment(salt, record):
            yield f"entry {sequence}: the record is not the one that was committed to"
        try:
            values = orjson.loads(record)
            entry = values.pop("entry")
            is_canonical = rfc8785.dumps({"entry": entry, **values}) == record
            yield from self._entry(row, entry["action"], entry)
        except (ValueError, KeyError, TypeError, AttributeError):
            yield f"entry {sequence}: the record can't be read"
            return
        if not is_canonical:
            yield f"entry {sequence}: the record is not in canonical form"
        place = {"previous": row.previous.hex(), "subject": row.subject, "subjectSequence": row.subject_sequence}
        if values != place:
            yield f"entry {sequence}: the record names another place in its subject's chain"

    def _entry(self, row: Row, action: str, entry: dict[str, Any]) -> Iterator[str]:
        sequence = row.sequence
        if action == "write":
            self._intended[entry["write"]] = sequence
        elif action == "erase":
            self._said.setdefault(row.subject, []).append((sequence, set(named(entry["extra"]["erased"]))))
        elif action == "outcome":
            write = entry["write"]
            if write in self._outcomes:
                yield f"entry {sequence}: a second outcome of one write"
            self._outcomes[write] = (sequence, entry["outcome"])

    def _receipt(self, sequence: int, head: bytes) -> Iterator[str]:
        receipt = self._receipts.pop(sequence, None)
        if receipt is not None and receipt.chain_head != head:
            yield f"entry {sequence}: not the one for which the receipt was given"

    def _writes(self, reader: Reader) -> Iterator[str]:
        """What the records say of writes against the table of writes; where a record is erased, the table is believed."""
        noted = {row.write: row for row in reader.every_write()}
        for write in sorted(self._intended.keys() | noted.keys()):
            row = noted.get(EntryId(write))
            if row is None or not self._is_intended(row):
                yield f"write {write}: intents on the log and the table of writes don't agree"
            elif not self._is_ended(row):
                yield f"write {write}: its outcome is not the entry that the table of writes names"
        for write, (sequence, _) in self._outcomes.items():
            if write not in self._intended and write not in noted:
                yield f"entry {sequence}: an outcome without its intent"

    def _erasures(self) -> Iterator[str]:
        """Each tombstone is named by an erasing entry of its subject, and what such an entry names is a tombstone."""
        for subject, entries in self._said.items():
            tombstones = self._tombstones.get(subject, {})
            for sequence, numbers in entries:
                if not numbers <= tombstones.keys():
                    yield f"entry {sequence}: it says that entries are erased which are not"
        for subject, tombstones in self._tombstones.items():
            said = set[int]().union(*(numbers for _, numbers in self._said.get(subject, ())))
            for number in sorted(tombstones.keys() - said):
                yield f"entry {tombstones[number]}: erased, and no entry says so"

    def _is_intended(self, row: Written) -> bool:
        return row.intended in self._erased or self._intended.get(row.write) == row.intended

    def _is_ended(self, row: Written) -> bool:
        if row.outcome is None or row.ended is None:
            return row.write not in self._outcomes
        return row.outcome in self._erased or self._outcomes.get(row.write) == (row.outcome, row.ended)


def _by_subject(reader: Reader) -> Iterator[str]:
    subject, number, head = None, 0, START
    for sequence, of, subject_sequence, previous, committed in reader.by_subject():
        if of != subject:
            subject, number, head = of, 0, START
        if subject_sequence != number + 1:
            yield f"entry {sequence}: its subject's number {number + 1} is missing"
        elif previous != head:
            yield f"entry {sequence}: its subject's chain is broken"
        number, head = subject_sequence, subject_head(previous, committed)
