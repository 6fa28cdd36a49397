"""The access log: every read or write of personal data is durable here before the first byte of the answer leaves.

What is logged, and when, is the gate's to say; this makes it durable, in chains that show what was left out. The order
of a write is intent, the graph's commit, outcome (design §5).
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from math import inf
from typing import Literal, Self

from hub.audit_log.budgets import Clock
from hub.audit_log.chain_appender import ChainAppender, End, Needs, Receipt
from hub.audit_log.cosigned import Cosigning
from hub.audit_log.erasing import Due, due, past_term
from hub.audit_log.limits import KEPT_AGAIN_SECONDS, SWEEP_AGAIN_SECONDS, SWEEP_ATTEMPTS_MAX
from hub.audit_log.published import Published
from hub.audit_log.reading import Placed, records_at, records_of, subjects_named
from hub.audit_log.record import (
    AUDIT,
    ERASURES,
    NOBODY,
    OPERATION,
    POLICY,
    Draft,
    Names,
    Record,
    chain_draft,
    draft,
    outcome_draft,
)
from hub.audit_log.storage import storage_of
from hub.audit_log.tables import Checkpoint, LostError, Storage
from hub.audit_log.tree_writer import log_signer
from hub.audit_log.verify import Verification, verify
from hub.audit_log.witnesses import parse_witnesses
from hub.audit_log.writer import Job, Writer
from hub.settings import Settings
from model.budgets import Charge
from model.callers import Entry
from model.errors import LogLostError, LogUnavailableError, SetupError
from model.ids import EntryId, PersonId
from model.times import as_instant_text, now
from tlog.notes import Checkpoint as Signed
from tlog.notes import Note
from tlog.tiles import Tile
from tlog.vouched import Vouched

__all__ = ["Ledger", "Placed", "Receipt", "Record", "Verification", "verify"]

_logger = logging.getLogger(__name__)
Outcome = Literal["committed", "rolled_back"]


class Ledger:
    """The log of this home. What `append`, `intend` and `settle` return is durable; several processes may share it.

    In SQLite, when a commit fails, this stops: every later call raises `LogUnavailableError` until the log is opened
    again. A full disk and PostgreSQL are asked again by themselves; calls raise `LogUnavailableError` meanwhile.
    """

    def __init__(
        self,
        settings: Settings,
        names: Names,
        storage: Storage,
        clock: Clock | None = None,
        *,
        is_loss_accepted: bool = False,
    ) -> None:
        """Use `open`."""
        self._is_loss_accepted = is_loss_accepted
        self._settings = settings
        self._names = names
        self._storage = storage
        self._clock = clock or Clock()  # of the ledger, not of a connection: a reconnect doesn't set it anew
        self._kept_at = -inf
        self._is_noted = False
        self._signer = log_signer(settings, names)
        self._published = Published(storage, lambda: self._cosigning.cosigned)
        self._cosigning = Cosigning(
            parse_witnesses(settings.witnesses), self._last_note, self._prove, self._keep_cosigned
        )
        try:
            self._writer = Writer(self._open_placing, self._announce)
        except LostError as error:
            raise SetupError(str(error)) from None
        try:
            self._cosigning.check()  # whoever accepts a loss, too: a witness holds what is lost, so another name has to be taken
        except BaseException:
            self.close()
            raise
        if (last := self._writer.published) is not None and not is_loss_accepted:
            self._keep(last)  # from before the keys kept any, or a process that ended too early
        self._writer.start_publishing()

    @classmethod
    def open(cls, settings: Settings, vault: Names, *, is_loss_accepted: bool = False) -> Self:
        """Open the log, or make an empty one; with `is_loss_accepted` also where the keys know of more, or of another one.

        Raises `SetupError` when it can't be read, is another program's or another key's, is newer than this code, its
        last entries or its tree were altered, or a witness knows of more; `LogLostError` when the keys do: it is gone, shorter,
        or another one.
        """
        storage = storage_of(settings, takes_any=is_loss_accepted)
        kept, missing = vault.kept_checkpoint(), storage.missing
        if kept is not None and missing and not is_loss_accepted:
            size = Signed.parse(Note.parse(kept).text).size
            raise LogLostError(
                f"the access log `{missing}` is gone, and the keys know of {size} entries of it: put back its newest backup, or read "
                "`docs/log-loss.md`"
            )
        return cls(settings, vault, storage, is_loss_accepted=is_loss_accepted)

    @property
    def is_available(self) -> bool:
        """Whether entries can be written, as far as is known."""
        return self._writer.is_available

    @property
    def groups(self) -> int:
        """How many commits this has made; entries that came together share one."""
        return self._writer.groups

    async def append(self, entries: Sequence[Entry], charges: Sequence[Charge] = ()) -> list[Receipt]:
        """Log reads and denials, all in one commit, and spend what they cost; durable on return.

        A caller that is cancelled may leave its entries written, all of them, or none. Raises `LogUnavailableError`, or
        `BudgetExceededError` when a charge is over its budget: then no entry is written, and nothing is spent.
        """
        if any(entry.action == "write" for entry in entries):
            raise AssertionError("a write is intended and settled, not appended")
        drafts = self._drafts(entries)
        return await self._submit(drafts, lambda placing: placing.append(drafts, charges), charges)

    async def intend(self, entries: Sequence[Entry], charges: Sequence[Charge] = ()) -> list[Receipt]:
        """Log writes that are about to be made, each with its `write` id, and spend what they cost; durable on return.

        Entries of several subjects may share one id. Raises `LogUnavailableError`, `ConflictError` when an id was used
        before, or `BudgetExceededError` as `append` does.
        """
        if any(entry.action not in {"write", OPERATION} or not entry.write for entry in entries):
            raise AssertionError("an intent is of action `write`, or `operation`, and names its write")
        drafts = self._drafts(entries)
        return await self._submit(
            drafts, lambda placing: placing.intend(drafts, charges, self._storage.writer), charges
        )

    async def settle(self, write: EntryId, outcome: Outcome) -> None:
        """Log how a write ended, in one entry for all of its subjects; durable on return. The same twice is once.

        Raises `LogUnavailableError`, or `ConflictError` when the write has the other outcome or was never intended.
        """
        if outcome not in ("committed", "rolled_back"):
            raise AssertionError(outcome)
        said = outcome_draft(write, outcome)
        await self._submit([said], lambda placing: placing.settle(write, outcome, said))

    async def erase(
        self, entries: Sequence[Entry], *, before: datetime, only: Collection[int] | None = None
    ) -> list[Receipt]:
        """Erase what is logged about each entry's subject from before `before`, and log that it went.

        `entries` are of action `erase`, one a subject. `only` narrows it to entries of these sequences. Each entry
        logged says in its `extra` which of the subject's numbers are `erased` (`1-12,15`) and the instant `before`; a
        subject of whom nothing is past its term gets none. At most 10,000 entries of a subject go in one call: call
        again until nothing comes back.

        On return the erasure is durable, and no byte of SQLite's files holds what went. Raises `LogUnavailableError`;
        also when a reader held the old bytes for more than five minutes: they are erased, and go with the next group.
        """
        if any(entry.action != "erase" for entry in entries) or before > now():
            raise AssertionError("what is erased is logged as action `erase`, and past its term")
        return await self._erase_all([(self._subject(entry.subject), entry) for entry in entries], before, only)

    async def erase_chains(self, entry: Entry, chains: Collection[str], *, before: datetime) -> list[Receipt]:
        """`erase` for chains which `past_term` named; `entry` is what is said on each. It names no subject itself."""
        if entry.action != "erase" or entry.subject is not None or before > now():
            raise AssertionError("what is erased is logged as action `erase`, and past its term")
        return await self._erase_all([(chain, entry) for chain in chains], before, None)

    async def past_term(self, before: datetime, limit: int) -> Mapping[str, int]:
        """How many entries from before `before` each person's chain has, by its pseudonym; at most `limit` chains.

        Raises `SetupError`.
        """

        def read() -> Mapping[str, int]:
            with self._storage.read() as reader:
                return past_term(reader, before, limit)

        return await asyncio.to_thread(read)

    async def _erase_all(
        self, chains: Sequence[tuple[str, Entry]], before: datetime, only: Collection[int] | None
    ) -> list[Receipt]:
        receipts = await self._submit(
            [self._said(chain, entry) for chain, entry in chains],
            lambda placing: self._erase(placing, chains, before, only),
        )
        for _ in range(SWEEP_ATTEMPTS_MAX):
            if not receipts or not self._writer.is_sweep_due:
                return receipts
            await asyncio.sleep(SWEEP_AGAIN_SECONDS)
            await self._put(0, Needs(), lambda _: [])
        raise LogUnavailableError("what was erased is still held by a reader of the access log: end it, and try again")

    def open_intents(self) -> list[EntryId]:
        """Writes without an outcome which no other living process is about to settle. Raises `SetupError`.

        In PostgreSQL it waits three seconds when there are any of others: who lost its connection is soon back.
        """
        return self._intents_but({self._storage.writer})

    def left_intents(self) -> list[EntryId]:
        """As `open_intents`, while this process writes itself: only those of processes that are no more."""
        return self._intents_but(set())

    def _intents_but(self, dead: set[str]) -> list[EntryId]:
        with self._storage.read() as reader:
            found = reader.open_writes()
        alive = self._storage.alive({row.writer for row in found}) - dead
        return [row.write for row in found if row.writer not in alive]

    async def read_subject(self, person: PersonId) -> list[Record]:
        """What is logged about `person`, oldest first, each write with its outcome. Raises `SetupError`."""
        return await self._read_chain(self._names.subject_pseudonym(person))

    async def read_policy_changes(self) -> list[Record]:
        """What is logged about the policy, oldest first: entries of action `policy`. Raises `SetupError`."""
        return await self._read_chain(POLICY)

    async def read_erasures(self) -> list[Record]:
        """What is logged about erasures, oldest first: entries whose `extra` has `erasedPersons`. Raises `SetupError`."""
        return await self._read_chain(ERASURES)

    async def subjects_named(self, client: str, office: str | None, *, since: str, until: str) -> set[str]:
        """The pseudonyms of everybody of whom a department has an entry in a half-open span: `reading.subjects_named`."""

        def read() -> set[str]:
            with self._storage.read() as reader:
                return subjects_named(reader, client, office, since=since, until=until)

        return await asyncio.to_thread(read)

    async def read_operations(self) -> list[Record]:
        """What operators did to the register as a whole, oldest first: entries of action `operation`. Raises `SetupError`."""
        return await self._read_chain(OPERATION)

    async def read_draws(self) -> list[Record]:
        """The draws of samples for an audit, oldest first: entries of action `audit`. Raises `SetupError`."""
        return await self._read_chain(AUDIT)

    async def read_at(self, sequences: Iterable[int]) -> list[Placed]:
        """The entries of these sequences, in order, and whose chains they stand on. Raises `SetupError`."""

        def read() -> list[Placed]:
            with self._storage.read() as reader:
                return records_at(reader, sequences)

        return await asyncio.to_thread(read)

    async def _read_chain(self, subject: str) -> list[Record]:
        def read() -> list[Record]:
            with self._storage.read() as reader:
                return records_of(reader, subject)

        return await asyncio.to_thread(read)

    # ── the tree ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def key(self) -> str:
        """The vkey by which this log's checkpoints are checked."""
        return str(self._signer.key)

    def vouch(self, said: Vouched) -> str:
        """The signed note of an export or a receipt: never a text of another kind."""
        return str(self._signer.note(said.text))

    async def checkpoint(self) -> str | None:
        """The latest signed checkpoint, with the witnesses' signatures that are there; None before there is one.

        Raises `SetupError`.
        """
        return await asyncio.to_thread(self._published.latest)

    async def public_checkpoint(self) -> str | None:
        """The last checkpoint from before this hour; None when there is none yet. Raises `SetupError`."""
        return await asyncio.to_thread(self._published.hourly)

    async def proof(self, sequence: int) -> str | None:
        """The C2SP tlog-proof of an entry; None while it is pending, which is two seconds at most.

        Raises `ValidationFailedError` when there is no such entry, `SetupError`.
        """
        return (await self.proofs([sequence]))[0]

    async def proofs(self, sequences: Sequence[int]) -> list[str | None]:
        """`proof` of each, in order, all of one checkpoint."""
        return await asyncio.to_thread(self._published.proofs, sequences)

    async def consistency(self, old: int, new: int) -> list[bytes]:
        """The hashes that show that the tree of `new` entries continues that of `old`.

        Raises `ValidationFailedError` when the log never had them, `SetupError`.
        """
        return await asyncio.to_thread(self._published.consistency, old, new)

    async def tile(self, tile: Tile, size: int) -> bytes | None:
        """A tile's or an entry bundle's bytes, if a tree of `size` entries has it, and the log that many."""
        return await asyncio.to_thread(self._published.tile, tile, size)

    def verify(self) -> Verification:
        """Check the whole log as it is now. Takes about a minute for a million entries."""
        return verify(self._settings)

    def close(self) -> None:
        """Write what waits, and close. Twice is the same as once."""
        if not self._writer.is_closed:
            self._cosigning.close()
            self._writer.close()
            if (last := self._writer.published) is not None and not self._is_loss_accepted:
                self._keep(last)
            self._storage.leave()

    def _prove(self, old: int, new: int) -> list[bytes]:
        return self._published.consistency(old, new)

    def _last_note(self) -> Note:
        last = self._published.latest()
        return self._writer.note_at_start() if last is None else Note.parse(last)

    def _announce(self, published: Checkpoint) -> None:
        """Beside the keys, too, now and then: it is a commit of theirs, for which who opens a sealed value waits."""
        if time.monotonic() - self._kept_at >= KEPT_AGAIN_SECONDS:
            self._keep(published)
        self._cosigning.bring(Note.parse(published.note))

    def _keep(self, published: Checkpoint) -> None:
        """Where that fails the log goes on: what is kept there is then an older one, and as true."""
        self._kept_at = time.monotonic()
        try:
            self._names.keep_checkpoint(published.size, published.note)
        except Exception as error:  # noqa: BLE001 - whatever the keys' store says, the log's thread has to go on
            _logger.warning("the log's checkpoint can't be kept beside the keys: %s", error)

    def _keep_cosigned(self, note: Note) -> None:
        """From the witnesses' thread: it is kept when the writer comes to it, and lost with nothing else when not."""
        with suppress(LogUnavailableError):
            self._writer.put(Job(0, Needs(), lambda placing: placing.keep_cosigned(note), None))

    def _open_placing(self, known: End | None) -> ChainAppender:
        tables = self._storage.open(self._names.log_mark())
        is_first = known is None  # what is opened anew is held against what this process knew itself
        try:
            kept = self._names.kept_checkpoint() if is_first and not self._is_loss_accepted else None
            placing = ChainAppender(tables, self._signer, self._clock, known, kept)
            if is_first:
                self._check_keys(placing.end)
        except BaseException as error:
            tables.close()
            if is_first or not isinstance(error, LostError):  # else it is opened anew, under the same name
                self._storage.leave()
            raise
        return placing

    def _check_keys(self, end: End) -> None:
        """Whether the keys are those that the log began with. Raises `SetupError`."""
        if end.size and not self._is_loss_accepted and not self._names.has_log():
            raise SetupError(
                f"the key store is a new one, and the access log has {end.size} entries: put back `keys.sqlite` from its backup"
            )

    def _erase(
        self,
        placing: ChainAppender,
        chains: Sequence[tuple[str, Entry]],
        before: datetime,
        only: Collection[int] | None,
    ) -> list[Receipt]:
        dues: list[Due] = []
        drafts: list[Draft] = []
        for chain, entry in chains:
            found = due(placing.tables, chain, before, only)
            if found.sequences and not placing.is_erasing(found):
                said = {**entry.extra, "before": as_instant_text(before), "erased": found.text}
                dues.append(found)
                drafts.append(self._said(chain, replace(entry, extra=said)))
        return placing.erase(dues, drafts)

    def _said(self, chain: str, entry: Entry) -> Draft:
        """What is said of an erasure: under the resident's own pseudonym of the officer, where it is known whose it is."""
        return chain_draft(entry, chain, self._names) if entry.subject is None else draft(entry, self._names)

    def _subject(self, person: PersonId | None) -> str:
        return NOBODY if person is None else self._names.subject_pseudonym(person)

    def _drafts(self, entries: Sequence[Entry]) -> list[Draft]:
        return [draft(entry, self._names) for entry in entries]

    async def _submit(
        self, drafts: Sequence[Draft], apply: Callable[[ChainAppender], list[Receipt]], charges: Sequence[Charge] = ()
    ) -> list[Receipt]:
        if not drafts and not charges:
            return []
        needs = Needs(
            subjects=frozenset(item.subject for item in drafts),
            writes=frozenset(item.write for item in drafts if item.write is not None),
            meters=frozenset(charge.meter for charge in charges),
        )
        return await self._put(len(drafts), needs, apply)

    async def _put(self, entries: int, needs: Needs, apply: Callable[[ChainAppender], list[Receipt]]) -> list[Receipt]:
        if (
            not self._is_noted
        ):  # before the first entry, and no sooner: a new log beside new keys says nothing of either
            self._names.note_log()
            self._is_noted = True
        future: asyncio.Future[list[Receipt]] = asyncio.get_running_loop().create_future()
        self._writer.put(Job(entries, needs, apply, future))
        return await future
