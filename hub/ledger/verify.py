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

from hub.ledger.limits import PROBLEMS_MAX
from hub.ledger.record import START, commitment, log_head, subject_head
from hub.ledger.store import Reader, Receipt
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
    with Reader(settings.private_folder / "log.sqlite") as reader:
        check = _Check({receipt.sequence: receipt for receipt in receipts})
        problems = list(islice(check.problems(reader), PROBLEMS_MAX))
        open_writes = tuple(write for write, _ in reader.open_writes())
    return Verification(check.entries, tuple(problems), open_writes)


class _Check:
    """One pass in the log's order, then one by subject, then the writes against what the records say of them."""

    def __init__(self, receipts: dict[int, Receipt]) -> None:
        self.entries = 0
        self._receipts = receipts
        self._intended: set[str] = set()
        self._outcomes: dict[str, int] = {}

    def problems(self, reader: Reader) -> Iterator[str]:
        yield from self._in_sequence(reader)
        yield from _by_subject(reader)
        yield from self._writes(reader)
        yield from (f"entry {sequence}: missing, and there is a receipt for it" for sequence in self._receipts)

    def _in_sequence(self, reader: Reader) -> Iterator[str]:
        before, chain = -1, START
        for sequence, subject, subject_sequence, previous, salt, record, committed, head in reader.in_sequence():
            self.entries += 1
            if sequence != before + 1:
                yield f"entry {before + 1}: missing, the next one is {sequence}"
            if committed != commitment(salt, record):
                yield f"entry {sequence}: the record is not the one that was committed to"
            if head != log_head(chain, committed):
                yield f"entry {sequence}: the log's chain is broken"
            place = {"previous": previous.hex(), "subject": subject, "subjectSequence": subject_sequence}
            yield from self._record(sequence, record, place)
            yield from self._receipt(sequence, subject_head(previous, committed))
            before, chain = sequence, head

    def _record(self, sequence: int, record: bytes, place: dict[str, Any]) -> Iterator[str]:
        try:
            values = orjson.loads(record)
            entry = values.pop("entry")
            is_canonical = rfc8785.dumps({"entry": entry, **values}) == record
            action, write = entry["action"], entry.get("write", "")
        except (ValueError, KeyError, TypeError, AttributeError):
            yield f"entry {sequence}: the record can't be read"
            return
        if not is_canonical:
            yield f"entry {sequence}: the record is not in canonical form"
        if values != place:
            yield f"entry {sequence}: the record names another place in its subject's chain"
        if action == "write":
            self._intended.add(write)
        elif action == "outcome":
            if write not in self._intended:
                yield f"entry {sequence}: an outcome without its intent"
            if write in self._outcomes:
                yield f"entry {sequence}: a second outcome of one write"
            self._outcomes[write] = sequence

    def _receipt(self, sequence: int, head: bytes) -> Iterator[str]:
        receipt = self._receipts.pop(sequence, None)
        if receipt is not None and receipt.chain_head != head:
            yield f"entry {sequence}: not the one for which the receipt was given"

    def _writes(self, reader: Reader) -> Iterator[str]:
        noted = dict(reader.writes())
        for write in sorted(self._intended.symmetric_difference(noted)):
            yield f"write {write}: intents on the log and the table of writes don't agree"
        for write, outcome in noted.items():
            if outcome != self._outcomes.get(write):
                yield f"write {write}: its outcome is not the entry that the table of writes names"


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
