"""What a store of the log must do, whichever database it is: rows in and out, in one transaction of one writer.

How an entry gets its place is `hub.audit_log.chain_appender`'s, what a record says `hub.audit_log.record`'s. The first store is
`hub.audit_log.sqlite`.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, Protocol, Self

from model.ids import EntryId
from tlog.tree import Node


class BusyError(Exception):
    """Another process holds the log. Nothing was written, so nothing failed."""


class LostError(Exception):
    """The database is gone or refused. What was being committed may be there or not; open the tables anew to see."""


class Row(NamedTuple):
    """An entry. `salt` and `record` are None once it is erased, and `erased_at` (UTC) says since when."""

    sequence: int
    subject: str
    subject_sequence: int
    previous: bytes
    salt: bytes | None
    record: bytes | None
    commitment: bytes
    erased_at: str | None = None


class Link(NamedTuple):
    """An entry's place in its subject's chain, and what stands for it there."""

    sequence: int
    subject: str
    subject_sequence: int
    previous: bytes
    commitment: bytes


class Written(NamedTuple):
    """A write: who intended it, its last intent's sequence, and once it has ended its outcome and that entry's."""

    write: EntryId
    writer: str
    intended: int
    outcome: int | None = None
    ended: str | None = None


class Checkpoint(NamedTuple):
    """A signed checkpoint of the first `size` entries. `at` is UTC; one an hour is kept for good."""

    size: int
    at: str
    note: str
    is_hourly: bool


class Spent(NamedTuple):
    """What a meter spent in one minute (since 1970, by the log's own clock)."""

    meter: str
    minute: int
    requests: int
    subjects: int
    exports: int


class Reading(Protocol):
    """What the writer and its readers both ask. Ranges are half-open; what isn't there is left out."""

    def last(self) -> Link | None:
        """The last entry of all."""
        ...

    def rows(self, start: int, stop: int) -> list[Row]:
        """The entries of these sequences, in order."""
        ...

    def of_subject(self, subject: str, limit: int) -> list[Row]:
        """A subject's last `limit` entries, in order."""
        ...

    def writes(self, ids: Collection[EntryId]) -> list[Written]:
        """Those of these writes that are known, in no order."""
        ...

    def commitments(self, start: int, stop: int) -> list[bytes]:
        """What stands for these entries in the tree."""
        ...

    def nodes(self, level: int, start: int, stop: int) -> list[bytes]:
        """The hashes of these positions of a level."""
        ...

    def checkpoint(self, *, hourly: bool = False) -> Checkpoint | None:
        """The latest, or the latest of those that are kept for good."""
        ...


class Tables(Reading, Protocol):
    """For the one who writes: `begin`, then what is to be written, then `commit`. Used by one thread.

    After an error other than `BusyError` nothing more may be asked of it but `close`.
    """

    def begin(self) -> None:
        """Take the write lock. Raises `BusyError` when another process holds it too long, `LostError`."""
        ...

    def commit(self) -> None:
        """Make everything since `begin` durable."""
        ...

    def ends(self, subjects: Collection[str]) -> list[Link]:
        """The last entry of each of these subjects that has one, in no order."""
        ...

    def links(self, start: int, stop: int) -> list[Link]:
        """The places of these entries, in order."""
        ...

    def standing(self, subject: str, after: int, limit: int) -> list[Row]:
        """A subject's first `limit` entries that are not erased and have a subject's sequence above `after`, in order."""
        ...

    def put_entries(self, rows: Sequence[Row]) -> None:
        """Add entries."""
        ...

    def erase(self, sequences: Collection[int], at: str) -> None:
        """Overwrite salt and record of these entries, and leave `at` (UTC) in their place."""
        ...

    def put_writes(self, rows: Sequence[Written]) -> None:
        """Add writes, or say of known ones how they ended."""
        ...

    def put_nodes(self, nodes: Sequence[Node]) -> None:
        """Add nodes; one that is there already stays."""
        ...

    def put_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Add one, or put it in the place of that of the same size."""
        ...

    def drop_checkpoints(self, before: int) -> None:
        """Forget those of less than `before` entries, except what is kept for good."""
        ...

    def last_spent_minute(self) -> int:
        """The latest minute in which anything was spent; 0 when nothing ever was."""
        ...

    def spent(self, meters: Collection[str], since: int) -> list[Spent]:
        """The sums of these meters from minute `since` on, in no order; `minute` is the last one summed."""
        ...

    def put_spent(self, rows: Sequence[Spent]) -> None:
        """Add to what meters spent in a minute."""
        ...

    def drop_spent(self, before: int) -> None:
        """Forget minutes before `before`."""
        ...

    def sweep(self) -> bool:
        """After an erasure's commit: drive the old bytes out of the store's files, as far as the store can do that.

        False when a reader holds them: then it is to be asked again. Waits a tenth of a second at most.
        """
        ...

    def tidy(self) -> None:
        """Between two groups: what the store has to do now and then."""
        ...

    def close(self) -> None:
        """Let go; what was not committed is gone."""
        ...


class Reader(Reading, Protocol):
    """All of one moment, beside whoever writes. Close it soon: it holds up what the store does in between."""

    def __enter__(self) -> Self:
        """Itself."""
        ...

    def __exit__(self, *_: object) -> None:
        """Let go."""
        ...

    def in_sequence(self) -> Iterator[Row]:
        """Every entry, in the log's order."""
        ...

    def by_subject(self) -> Iterator[Link]:
        """Every entry's place, subject by subject."""
        ...

    def every_write(self) -> Iterator[Written]:
        """Every write, in the order of ids."""
        ...

    def open_writes(self) -> list[Written]:
        """Writes without an outcome, in the order of ids."""
        ...

    def checkpoints(self) -> Iterator[Checkpoint]:
        """Every checkpoint that is still there, smallest first."""
        ...


class Storage(Protocol):
    """Where a log is kept. One for each ledger, from any thread; what `open` returns stays in the thread that asked."""

    @property
    def writer(self) -> str:
        """The name of its process among the writers: it stands beside what it intends."""
        ...

    @property
    def missing(self) -> str:
        """Where the log should lie and nothing is; empty when it is there, or only opening tells."""
        ...

    def open(self, mark: bytes) -> Tables:
        """The tables to write to, made when there are none; from then on `writer` counts as alive.

        Raises `SetupError` when they can't be used, or belong to another `mark`; `LostError` when asking again may help.
        """
        ...

    def read(self) -> Reader:
        """The tables to read from. Raises `SetupError` when there are none, or they can't be read."""
        ...

    def alive(self, writers: Collection[str]) -> set[str]:
        """Which of these still run. Raises `SetupError`."""
        ...

    def leave(self) -> None:
        """`writer` is no more. Twice is the same as once."""
        ...
