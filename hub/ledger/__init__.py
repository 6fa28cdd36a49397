"""The access log: every read or write of personal data is durable here before the first byte of the answer leaves.

What is logged, and when, is the gate's to say; this makes it durable, in chains that show what was left out. The order
of a write is intent, the graph's commit, outcome (design §5).
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, Self

from hub.errors import SetupError
from hub.ledger.presence import Presence
from hub.ledger.record import POLICY, Draft, Names, Record, draft, outcome_draft
from hub.ledger.store import Reader, Receipt, Store
from hub.ledger.verify import Verification, verify
from hub.ledger.writer import Job, Writer
from hub.model.callers import Entry
from hub.model.ids import EntryId, PersonId
from hub.settings import Settings

__all__ = ["Ledger", "Receipt", "Record", "Verification", "verify"]

Outcome = Literal["committed", "rolled_back"]


class Ledger:
    """The log of this home. What `append`, `intend` and `settle` return is durable; several processes may share it.

    When a commit fails, this stops: every later call raises `LogUnavailableError` until the log is opened again.
    """

    def __init__(self, settings: Settings, names: Names) -> None:
        """Use `open`."""
        self._settings = settings
        self._names = names
        folder = settings.private_folder
        store = Store(folder / "log.sqlite", names.log_mark())
        try:
            self._presence = Presence(folder / "log-writers")
        except SetupError:
            store.close()
            raise
        self._writer = Writer(store)

    @classmethod
    def open(cls, settings: Settings, vault: Names) -> Self:
        """Open the log, or make an empty one.

        Raises `SetupError` when it can't be read, is another program's or another key's, is newer than this code, or
        its last entries were altered.
        """
        if settings.log_url:
            raise SetupError("this version keeps its log in SQLite only: unset `HUB_LOG_URL`")
        return cls(settings, vault)

    @property
    def is_available(self) -> bool:
        """Whether entries can be written, as far as is known."""
        return self._writer.is_available

    @property
    def groups(self) -> int:
        """How many commits this has made; entries that came together share one."""
        return self._writer.groups

    async def append(self, entries: Sequence[Entry]) -> list[Receipt]:
        """Log reads and denials, all in one commit; durable on return.

        A caller that is cancelled may leave its entries written, all of them, or none. Raises `LogUnavailableError`.
        """
        if any(entry.action == "write" for entry in entries):
            raise AssertionError("a write is intended and settled, not appended")
        drafts = self._drafts(entries)
        return await self._submit(len(drafts), lambda store: store.place(drafts))

    async def intend(self, entries: Sequence[Entry]) -> list[Receipt]:
        """Log writes that are about to be made, each with its `write` id; durable on return.

        Entries of several subjects may share one id. Raises `LogUnavailableError`, or `ConflictError` when an id was
        used before.
        """
        if any(entry.action != "write" or not entry.write for entry in entries):
            raise AssertionError("an intent is of action `write` and names its write")
        drafts = self._drafts(entries)
        writes = list(dict.fromkeys(item.write for item in drafts if item.write is not None))

        def apply(store: Store) -> list[Receipt]:
            store.intend(writes, self._presence.name)
            return store.place(drafts)

        return await self._submit(len(drafts), apply)

    async def settle(self, write: EntryId, outcome: Outcome) -> None:
        """Log how a write ended, in one entry for all of its subjects; durable on return. The same twice is once.

        Raises `LogUnavailableError`, or `ConflictError` when the write has the other outcome or was never intended.
        """
        if outcome not in ("committed", "rolled_back"):
            raise AssertionError(outcome)

        def apply(store: Store) -> list[Receipt]:
            if not store.is_open(write, outcome):
                return []
            receipts = store.place([outcome_draft(write, outcome)])
            store.settle(write, receipts[0].sequence)
            return receipts

        await self._submit(1, apply)

    def open_intents(self) -> list[EntryId]:
        """Writes without an outcome which no other living process is about to settle. Raises `SetupError`."""
        with Reader(self._file) as reader:
            found = reader.open_writes()
        alive = {name for name in {name for _, name in found} if self._presence.is_alive(name)}
        return [write for write, name in found if name not in alive or name == self._presence.name]

    async def read_subject(self, person: PersonId) -> list[Record]:
        """What is logged about `person`, oldest first, each write with its outcome. Raises `SetupError`."""
        return await self._read_chain(self._names.subject_pseudonym(person))

    async def read_policy_changes(self) -> list[Record]:
        """What is logged about the policy, oldest first: entries of action `policy`. Raises `SetupError`."""
        return await self._read_chain(POLICY)

    async def _read_chain(self, subject: str) -> list[Record]:
        def read() -> list[Record]:
            with Reader(self._file) as reader:
                return reader.of_subject(subject)

        return await asyncio.to_thread(read)

    def verify(self) -> Verification:
        """Check the whole log as it is now. Takes about a minute for a million entries."""
        return verify(self._settings)

    def close(self) -> None:
        """Write what waits, and close. Twice is the same as once."""
        if not self._writer.is_closed:
            self._writer.close()
            self._presence.leave()

    @property
    def _file(self) -> Path:
        return self._settings.private_folder / "log.sqlite"

    def _drafts(self, entries: Sequence[Entry]) -> list[Draft]:
        return [draft(entry, self._names) for entry in entries]

    async def _submit(self, entries: int, apply: Callable[[Store], list[Receipt]]) -> list[Receipt]:
        if entries == 0:
            return []
        future: asyncio.Future[list[Receipt]] = asyncio.get_running_loop().create_future()
        self._writer.put(Job(entries, apply, future))
        return await future
