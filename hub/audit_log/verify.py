"""Checks a whole log, offline, beside a running hub: sequence, commitments, canonical form, chains, writes, the tree.

It recomputes everything from the rows: canonical forms by `rfc8785` and the tree by `tlog.independent_verifier`, not by what
wrote them. That entries at the very end were not cut off, or all made anew, the log alone can't show: that takes a
receipt, or a checkpoint which a witness holds.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
import rfc8785

from hub.audit_log.audit import Evidence, TreeAudit
from hub.audit_log.chain_appender import Receipt
from hub.audit_log.erasing import named
from hub.audit_log.limits import PROBLEMS_MAX
from hub.audit_log.record import OF_NOBODY, is_intent
from hub.audit_log.storage import storage_of
from hub.audit_log.tables import Reader, Row
from hub.audit_log.verification_store import Ended, VerificationStore
from hub.settings import Settings
from model.ids import EntryId
from tlog.chains import START, commitment, subject_head

_NO_EVIDENCE = Evidence()


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


@dataclass(frozen=True)
class Marks:
    """The writes whose marks the graph held, and how many entries the log had before they were read."""

    writes: Iterable[str]
    size: int


def size_of(settings: Settings) -> int:
    """How many entries the log has now. Raises `SetupError` when there is none, or it can't be read."""
    with storage_of(settings).read() as reader:
        last = reader.last()
    return 0 if last is None else last.sequence + 1


def verify(
    settings: Settings,
    receipts: Iterable[Receipt] = (),
    evidence: Evidence = _NO_EVIDENCE,
    subjects: Collection[str] | None = None,
    marks: Marks | None = None,
) -> Verification:
    """Check everything, and that each entry of `receipts` is what it was, and the tree what others saw (`evidence`).

    With the `marks` that the graph held, also that each of those is of a write that was committed, and the other way round.
    With the pseudonyms of all `subjects`, also that each entry about somebody is about one of them, and so served to them.
    Raises `SetupError` when there is no log, or it can't be read.
    """
    with storage_of(settings).read() as reader, closing(VerificationStore()) as scratch:
        check = _Check(
            {receipt.sequence: receipt for receipt in receipts}, TreeAudit(evidence), scratch, subjects, marks
        )
        open_writes = tuple(row.write for row in reader.open_writes())
        problems = list(islice(check.problems(reader), PROBLEMS_MAX))
    return Verification(check.entries, tuple(problems), open_writes)


class _Check:
    """One pass in the log's order, then one by subject, then the writes against what the records say of them."""

    def __init__(
        self,
        receipts: dict[int, Receipt],
        tree: TreeAudit,
        scratch: VerificationStore,
        subjects: Collection[str] | None,
        marks: Marks | None,
    ) -> None:
        self.entries = 0
        self._receipts = receipts
        self._tree = tree
        self._scratch = scratch
        self._subjects = subjects
        self._marks = marks

    def problems(self, reader: Reader) -> Iterator[str]:
        yield from self._tree.begin(reader)
        yield from self._in_sequence(reader)
        yield from self._tree.end(reader)
        yield from _by_subject(reader, self._subjects)
        yield from self._writes(reader)
        yield from self._marked()
        yield from self._erasures()
        yield from (f"entry {sequence}: missing, and there is a receipt for it" for sequence in self._receipts)

    def _in_sequence(self, reader: Reader) -> Iterator[str]:
        before = -1
        for row in reader.in_sequence():
            self.entries += 1
            if row.sequence != before + 1:
                yield f"entry {before + 1}: missing, the next one is {row.sequence}"
            if row.salt is None or row.record is None:
                self._scratch.bury(row.sequence, row.subject, row.subject_sequence)
            else:
                yield from self._record(row, row.salt, row.record)
            yield from self._receipt(row.sequence, subject_head(row.previous, row.commitment))
            yield from self._tree.add(row.commitment)
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
        if is_intent(entry):
            self._scratch.intend(_text(entry["write"]), sequence)
        elif action == "erase":
            self._scratch.erase(sequence, row.subject, named(entry["extra"]["erased"]))
        elif action == "outcome" and not self._scratch.end(_text(entry["write"]), sequence, _text(entry["outcome"])):
            yield f"entry {sequence}: a second outcome of one write"

    def _receipt(self, sequence: int, head: bytes) -> Iterator[str]:
        receipt = self._receipts.pop(sequence, None)
        if receipt is not None and receipt.chain_head != head:
            yield f"entry {sequence}: not the one for which the receipt was given"

    def _writes(self, reader: Reader) -> Iterator[str]:
        """What the records say of writes against the table of writes; where a record is erased, the table is believed."""
        self._scratch.note(reader.every_write())
        for ended in self._scratch.writes():
            if not _is_intended(ended):
                yield f"write {ended.write}: intents on the log and the table of writes don't agree"
            elif not _is_ended(ended):
                yield f"write {ended.write}: its outcome is not the entry that the table of writes names"
        for sequence in self._scratch.without_intent():
            yield f"entry {sequence}: an outcome without its intent"

    def _marked(self) -> Iterator[str]:
        """The log against the graph, both ways. A write that is open may have left a mark or not."""
        if self._marks is None:
            return
        self._scratch.mark(self._marks.writes)
        for write in self._scratch.unmarked(self._marks.size):
            yield f"write {write}: committed, and the graph does not have it: the graph is older than the log"
        for write, is_known in self._scratch.unknown():
            what = "the log says that it was rolled back" if is_known else "the log does not know it"
            yield f"write {write}: the graph has it, and {what}"

    def _erasures(self) -> Iterator[str]:
        """Each tombstone is named by an erasing entry of its subject, and what such an entry names is a tombstone."""
        for sequence in self._scratch.said_too_much():
            yield f"entry {sequence}: it says that entries are erased which are not"
        for sequence in self._scratch.unsaid():
            yield f"entry {sequence}: erased, and no entry says so"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _is_intended(ended: Ended) -> bool:
    return bool(ended.is_noted) and (bool(ended.is_intent_erased) or ended.intended == ended.noted_intended)


def _is_ended(ended: Ended) -> bool:
    if ended.noted_outcome is None or ended.noted_ended is None:
        return ended.outcome is None
    said, noted = (ended.outcome, ended.ended), (ended.noted_outcome, ended.noted_ended)
    return bool(ended.is_outcome_erased) or said == noted


def _by_subject(reader: Reader, subjects: Collection[str] | None) -> Iterator[str]:
    subject, number, head = None, 0, START
    for sequence, of, subject_sequence, previous, committed in reader.by_subject():
        if of != subject:
            subject, number, head = of, 0, START
            if subjects is not None and of not in subjects and of not in OF_NOBODY:
                yield f"entry {sequence}: it is about nobody whom the register knows or has erased, so nobody is served it"
        if subject_sequence == number:
            yield f"entry {sequence}: its subject's number {number} is there twice: its chain has two heads"
        elif subject_sequence != number + 1:
            yield f"entry {sequence}: its subject's number {number + 1} is missing"
        elif previous != head:
            yield f"entry {sequence}: its subject's chain is broken"
        number, head = subject_sequence, subject_head(previous, committed)
