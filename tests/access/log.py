"""Reading the access log for tests: what a request left there, about whom."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from hub.audit_log import Ledger, Record
from hub.audit_log.reading import records_of
from hub.audit_log.storage import storage_of
from hub.audit_log.tables import Reader
from model.ids import PersonId
from tests.support.hub import Hub

NOBODY = ""  # under which entries without a subject stand, outcomes among them


class Watched:
    """What was added to the log since it was looked at: the entries of each of `subjects`, and how many in all."""

    def __init__(self, hub: Hub, subjects: Sequence[str]) -> None:
        self._hub = hub
        self._subjects = subjects
        self._before = {subject: len(self._records(subject)) for subject in subjects}
        self._count = self._all()

    def records(self, subject: str) -> list[Record]:
        """The new records of a person, or of nobody."""
        return self._records(subject)[self._before[subject] :]

    def entries(self, subject: str) -> list[dict[str, Any]]:
        """The new entries, as they stand on the log."""
        return [record.entry for record in self.records(subject)]

    @property
    def count(self) -> int:
        """How many rows the log has more, about anybody."""
        return self._all() - self._count

    def _records(self, subject: str) -> list[Record]:
        if subject != NOBODY:
            ledger = self._hub.ports.ledger
            assert isinstance(ledger, Ledger)
            return self._hub.run(ledger.read_subject(PersonId(subject)))
        with self._reader() as reader:
            return records_of(reader, NOBODY)

    def _all(self) -> int:
        with self._reader() as reader:
            return sum(1 for _ in reader.in_sequence())

    def _reader(self) -> Reader:
        return storage_of(self._hub.settings).read()


@contextmanager
def watching(hub: Hub, *subjects: str) -> Iterator[Watched]:
    """The log's growth while something is asked."""
    yield Watched(hub, [*subjects, NOBODY])
