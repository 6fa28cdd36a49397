"""Gives entries their place at the ends of their chains, the same way for every store. Used by the writer's thread.

What is written between `begin` and `commit` is kept here and goes to the tables at the end, all at once.
"""

import secrets
import time
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from hub.audit_log.budgets import Budgets, Clock
from hub.audit_log.erasing import Due
from hub.audit_log.limits import HEADS_CACHED_MAX, HEADS_REREAD_MAX, OPEN_CHECK_ENTRIES, SWEEP_AGAIN_SECONDS
from hub.audit_log.record import Draft, placed
from hub.audit_log.tables import Link, Row, Tables, Written
from hub.audit_log.tree_writer import TreeWriter, check_checkpoint
from model.budgets import Charge
from model.errors import ConflictError, SetupError
from model.ids import EntryId
from model.times import as_instant_text, now
from tlog.chains import SALT_BYTES, START, commitment, subject_head
from tlog.notes import Note, Signer


@dataclass(frozen=True)
class Receipt:
    """An entry that is durable. `chain_head` is the head of its subject's chain after it (design §5)."""

    sequence: int
    subject_sequence: int
    commitment: bytes
    chain_head: bytes
    write: EntryId | None


@dataclass(frozen=True)
class Needs:
    """What a job is about, so that the tables are asked once for a whole group of jobs, not once for each."""

    subjects: frozenset[str] = frozenset()
    writes: frozenset[EntryId] = frozenset()
    meters: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Head:
    """The end of a subject's chain: how many entries it has, and its hash."""

    count: int
    value: bytes


@dataclass(frozen=True)
class End:
    """The end of the log: how many entries it has, and the last one's commitment."""

    size: int
    commitment: bytes


_NOTHING = Head(0, START)


class ChainAppender:
    """The tables through the one connection that writes: `begin`, then `place` and the like, then `commit` or `close`."""

    def __init__(
        self, tables: Tables, signer: Signer, clock: Clock, known: End | None = None, kept: str | None = None
    ) -> None:
        """Raises `SetupError` when the log's end or its last checkpoint don't fit, or what was seen is gone.

        That is what this process saw (`known`), and the checkpoint that is kept beside the keys (`kept`).
        """
        self.tables = tables
        self.end = End(0, START)
        self.budgets = Budgets(tables, clock)
        self._heads: OrderedDict[str, Head] = OrderedDict()
        self._rows: list[Row] = []
        self._written: dict[EntryId, Written | None] = {}  # what is known of writes since `begin`
        self._changed: set[EntryId] = set()
        self._erased: set[int] = set()
        self.is_sweep_due = True  # the process before may have ended between an erasure's commit and its sweep
        self._sweep_not_before = 0.0
        self._check_end()
        if known is not None:
            self._check_known(known)
        self.tree = TreeWriter(tables, signer, self.end.size)
        if kept is not None:
            check_checkpoint(tables, kept, signer.key, self.end.size, who="the checkpoint beside the keys")
        self.durable = self.end  # the end as it was when something was last committed or read
        self.sweep()

    def _check_end(self) -> None:
        """The last entries: gapless, each commitment that of its record."""
        last = self.tables.last()
        if last is None:
            return
        stop = last.sequence + 1
        start = max(0, stop - OPEN_CHECK_ENTRIES)
        rows = iter(self.tables.rows(start, stop))
        for sequence in range(start, stop):
            row = next(rows, None)
            if row is None or row.sequence != sequence or not _is_whole(row):
                raise SetupError(f"the access log was altered at entry {sequence}: run `domicile log verify`")
        self.end = End(stop, last.commitment)

    def _check_known(self, known: End) -> None:
        """Whether the log still holds what was durable before the store was lost."""
        if known.size and self.tables.commitments(known.size - 1, known.size) != [known.commitment]:
            raise SetupError(
                f"the access log lost entry {known.size - 1}, which was durable: put back what it was, or read "
                "`docs/decisions/ledger-postgresql.md`"
            )

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Take the write lock, and note what another process wrote since. Raises what `Tables.begin` does."""
        self.tables.begin()
        last = self.tables.last()
        end = End(0, START) if last is None else End(last.sequence + 1, last.commitment)
        if end != self.end:
            self._catch_up(end)

    def _catch_up(self, end: End) -> None:
        """Take over the heads which others made; none that is kept may be older than the tables."""
        start = max(0, self.end.size - 1)
        links = self.tables.links(start, min(end.size, start + HEADS_REREAD_MAX))
        if self.end.size and (not links or links[0].commitment != self.end.commitment):
            raise SetupError("the access log was replaced under the running hub: start it again")
        if end.size - start > HEADS_REREAD_MAX:
            self._heads.clear()
        else:
            self._note(links)
        self.tree.follow(end.size)
        self.end = end

    def prepare(self, needs: Iterable[Needs]) -> None:
        """Read at once what the next jobs will ask for. Without it they get the same, one by one."""
        wanted = list(needs)
        self._read_heads(frozenset().union(*(need.subjects for need in wanted)))
        self._read_writes(frozenset().union(*(need.writes for need in wanted)))
        self.budgets.prepare(frozenset().union(*(need.meters for need in wanted)))

    def place(self, drafts: Sequence[Draft]) -> list[Receipt]:
        """Give each draft its place at the ends of its chains; `commit` writes them."""
        return [self._place(draft) for draft in drafts]

    def _place(self, draft: Draft) -> Receipt:
        before = self._subject_head(draft.subject)
        count = before.count + 1
        salt = secrets.token_bytes(SALT_BYTES)
        record = placed(draft, subject_sequence=count, previous=before.value)
        committed = commitment(salt, record)
        sequence, after = self.end.size, subject_head(before.value, committed)
        self.end = End(sequence + 1, committed)
        self._rows.append(Row(sequence, draft.subject, count, before.value, salt, record, committed))
        self._remember(draft.subject, Head(count, after))
        return Receipt(sequence, count, committed, after, draft.write)

    def append(self, drafts: Sequence[Draft], charges: Sequence[Charge]) -> list[Receipt]:
        """Place drafts and spend what they cost. Raises `BudgetExceededError`; nothing is placed then."""
        self.budgets.spend(charges)
        return self.place(drafts)

    def intend(self, drafts: Sequence[Draft], charges: Sequence[Charge], writer: str) -> list[Receipt]:
        """Place intents, note their writes as open, and spend what they cost.

        Raises `ConflictError` for an id that was used before, `BudgetExceededError`; nothing is noted then.
        """
        writes = {draft.write for draft in drafts if draft.write is not None}
        for write in sorted(writes):
            if self._write(write) is not None:
                raise ConflictError(f"the write `{write}` is on the log already: take a new id")
        self.budgets.spend(charges)
        receipts = self.place(drafts)
        for receipt in receipts:
            if receipt.write is not None:
                self._note_write(Written(receipt.write, writer, receipt.sequence))
        return receipts

    def settle(self, write: EntryId, outcome: str, draft: Draft) -> list[Receipt]:
        """Place the entry which says how `write` ended; nothing when it has this outcome already.

        Raises `ConflictError` when it has the other one, or was never intended.
        """
        known = self._write(write)
        if known is None:
            raise ConflictError(f"the write `{write}` was never intended on the log")
        if known.ended == outcome:
            return []
        if known.ended is not None:
            raise ConflictError(f"the write `{write}` has another outcome than `{outcome}` on the log")
        receipts = self.place([draft])
        self._note_write(known._replace(outcome=receipts[0].sequence, ended=outcome))
        return receipts

    def erase(self, dues: Sequence[Due], drafts: Sequence[Draft]) -> list[Receipt]:
        """Place the entries that say what is erased; `commit` erases it, and `sweep` drives the old bytes out."""
        self._erased.update(sequence for due in dues for sequence in due.sequences)
        return self.place(drafts)

    def is_erasing(self, due: Due) -> bool:
        """Whether another call of this group erases some of it already."""
        return not self._erased.isdisjoint(due.sequences)

    def keep_cosigned(self, note: Note) -> list[Receipt]:
        """Keep the witnesses' signatures with the checkpoint, if there is no newer one."""
        self.tree.keep_cosigned(note)
        return []

    def commit(self, *, is_last: bool = False) -> None:
        """Make everything since `begin` durable, with a checkpoint if one is due, or if this is the last time.

        After an error nothing more may be written.
        """
        if self._rows:
            self.tables.put_entries(self._rows)
            self.tree.grow([row.commitment for row in self._rows])
        if self._changed:
            self.tables.put_writes([row for write in sorted(self._changed) if (row := self._written[write])])
        if self._erased:
            self.tables.erase(sorted(self._erased), as_instant_text(now()))
        self.tree.write(is_last=is_last)
        self.budgets.write()
        self.tables.commit()
        self.budgets.forget()
        self.durable = self.end
        self.is_sweep_due = self.is_sweep_due or bool(self._erased)
        self._erased.clear()
        self._rows.clear()
        self._written.clear()
        self._changed.clear()

    def sweep(self) -> None:
        """If something was erased: drive its bytes out, now or, when a reader is in the way, in a while."""
        if not self.is_sweep_due or time.monotonic() < self._sweep_not_before:
            return
        self.is_sweep_due = not self.tables.sweep()
        self._sweep_not_before = time.monotonic() + (SWEEP_AGAIN_SECONDS if self.is_sweep_due else 0)

    def tidy(self) -> None:
        """What the store has to do now and then, between two groups."""
        self.tables.tidy()

    def close(self) -> None:
        """Let go; what was not committed is gone."""
        self.tables.close()

    # ── what is known ────────────────────────────────────────────────────────────────────────────────────────────

    def _write(self, write: EntryId) -> Written | None:
        if write not in self._written:
            self._read_writes({write})
        return self._written[write]

    def _read_writes(self, writes: Collection[EntryId]) -> None:
        missing = [write for write in writes if write not in self._written]
        if missing:
            self._written.update(dict.fromkeys(missing))
            self._written.update({row.write: row for row in self.tables.writes(missing)})

    def _note_write(self, row: Written) -> None:
        self._written[row.write] = row
        self._changed.add(row.write)

    def _subject_head(self, subject: str) -> Head:
        if subject not in self._heads:
            self._read_heads({subject})
        return self._heads[subject]

    def _read_heads(self, subjects: Collection[str]) -> None:
        missing = [subject for subject in subjects if subject not in self._heads]
        if missing:
            for subject in missing:
                self._remember(subject, _NOTHING)
            self._note(self.tables.ends(missing))

    def _note(self, links: Iterable[Link]) -> None:
        for link in links:
            self._remember(link.subject, Head(link.subject_sequence, subject_head(link.previous, link.commitment)))

    def _remember(self, subject: str, head: Head) -> None:
        self._heads[subject] = head
        self._heads.move_to_end(subject)
        if len(self._heads) > HEADS_CACHED_MAX:
            self._heads.popitem(last=False)


def _is_whole(row: Row) -> bool:
    """Whether an entry's commitment is that of its record; one that was erased has only its commitment left."""
    if row.salt is None or row.record is None:
        return row.erased_at is not None
    return row.commitment == commitment(row.salt, row.record)
