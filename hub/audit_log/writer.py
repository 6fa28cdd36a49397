"""The one thread that writes: takes what waits, commits it as one group, tells each caller. Knows nothing of records.

A failed commit or sync is never tried again (what is on the disk after one can't be known from here): the writer
stops, and so does everything that must be logged, until the ledger is opened anew. Only where the store is a server, which
knows, or its disk had no room, which SQLite notices before it commits (`LostError`), the writer sends away who waits, and opens
the tables anew by itself: what was durable has to be there.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.audit_log.chain_appender import ChainAppender, End, Needs, Receipt
from hub.audit_log.limits import (
    CHECKPOINT_ENTRIES,
    GROUP_ENTRIES_MAX,
    QUEUE_ENTRIES_MAX,
    RECONNECT_SECONDS_MAX,
    RECONNECT_SECONDS_MIN,
)
from hub.audit_log.tables import BusyError, Checkpoint, LostError
from model.errors import DomicileError, LogUnavailableError
from tlog.notes import Note

if TYPE_CHECKING:
    import asyncio

_logger = logging.getLogger(__name__)
_STOPPED = "the access log can't be written, so nothing is answered: see the hub's log, then start it again"
_Result = list[Receipt] | DomicileError


@dataclass(frozen=True, eq=False)
class Job:
    """What one caller wants written: all of it in one group, or nothing. `apply` raises before it changes anything.

    Without a `future` nobody hears how it ended.
    """

    entries: int
    needs: Needs
    apply: Callable[[ChainAppender], list[Receipt]]
    future: "asyncio.Future[list[Receipt]] | None"


class Writer:
    """Owns the tables' connection, which its thread opens. Jobs come from any thread and any event loop."""

    def __init__(
        self, open_placing: Callable[[End | None], ChainAppender], announce: Callable[[Checkpoint], None]
    ) -> None:
        """`open_placing` is given the end of the log as last known; `announce` each new checkpoint once it is durable.

        Raises what `open_placing` does.
        """
        self._open = open_placing
        self._announce = announce
        self._waiting: deque[Job] = deque()
        self._waiting_entries = 0
        self._changed = threading.Condition()
        self._is_closing = False
        self._is_stopped = False
        self._is_lost = False  # the store is opened anew right now
        self._since_checkpoint = 0
        self.groups = 0  # commits so far
        self._placing: ChainAppender
        self._announced: Checkpoint | None = None
        opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(opened,), name="ledger", daemon=True)
        self._thread.start()
        opened.result()

    @property
    def is_available(self) -> bool:
        """Whether it takes jobs."""
        return not (self._is_stopped or self._is_closing or self._is_lost)

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._is_closing

    @property
    def is_sweep_due(self) -> bool:
        """Whether bytes that were erased may still be in the store's files, because a reader held them."""
        return self._placing.is_sweep_due

    @property
    def published(self) -> Checkpoint | None:
        """The last checkpoint that is durable, as far as this process knows."""
        return self._placing.tree.published

    def note_at_start(self) -> Note:
        """What was signed last, or the empty tree: what witnesses are asked about before anything new is signed."""
        return self._placing.tree.note_at_start()

    def start_publishing(self) -> None:
        """From now on sign the tree as it grows."""
        with self._changed:
            self._placing.tree.may_publish = True
            self._changed.notify()

    def put(self, job: Job) -> None:
        """Queue a job. Raises `LogUnavailableError` when the writer has stopped or the queue is full."""
        with self._changed:
            if not self.is_available:
                raise LogUnavailableError(_STOPPED)
            if self._waiting_entries + job.entries > QUEUE_ENTRIES_MAX:
                raise LogUnavailableError("too many entries wait for the access log: try again in a moment")
            self._waiting.append(job)
            self._waiting_entries += job.entries
            self._changed.notify()

    def close(self) -> None:
        """Write what waits, then end. Twice is the same as once."""
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        self._thread.join()

    # ── the thread ───────────────────────────────────────────────────────────────────────────────────────────────

    def _run(self, opened: "Future[None]") -> None:
        try:
            self._placing = self._open(None)
            self._announced = self.published
            opened.set_result(None)
        except BaseException as error:  # noqa: BLE001 - it is raised where the ledger is opened
            opened.set_exception(error)
            return
        while (jobs := self._take()) is not None:
            self._write(jobs)
        if not (self._is_stopped or self._is_lost) and self._placing.tree.due_seconds is not None:
            self._write([], is_last=True)
        try:
            self._placing.close()
        except Exception as error:
            _logger.warning("the access log was not closed cleanly", exc_info=error)

    def _take(self) -> list[Job] | None:
        """The next group; empty when only a checkpoint is due, and None when there is nothing more to do."""
        jobs: list[Job] = []
        entries = 0
        with self._changed:
            while not self._waiting and self.is_available:
                due = self._placing.tree.due_seconds
                if due == 0:
                    return []
                self._changed.wait(due)
            if not self._waiting:
                return None
            while self._waiting and (not jobs or entries + self._waiting[0].entries <= GROUP_ENTRIES_MAX):
                jobs.append(self._waiting.popleft())
                entries += jobs[-1].entries
            self._waiting_entries -= entries
        return jobs

    def _write(self, jobs: Sequence[Job], *, is_last: bool = False) -> None:
        try:
            results = self._commit(jobs, is_last=is_last)
        except LostError as error:
            self._lose(jobs, error)
            return
        except BaseException as error:  # noqa: BLE001 - the callers must hear of it, whatever it is
            self._stop(error)
            _deliver(jobs, [LogUnavailableError(_STOPPED)] * len(jobs))
            return
        _deliver(jobs, results)
        if self.published is not None and self.published is not self._announced:
            self._announced = self.published
            self._announce(self.published)
        self._checkpoint(sum(job.entries for job in jobs))

    def _commit(self, jobs: Sequence[Job], *, is_last: bool) -> list[_Result]:
        try:
            self._begin()
        except BusyError:
            self._placing.tree.put_off()
            busy = LogUnavailableError("another process holds the access log: try again in a moment")
            return [busy] * len(jobs)  # nothing was written, so nothing failed
        self._placing.prepare([job.needs for job in jobs])
        results = [_applied(job, self._placing) for job in jobs]
        self._placing.commit(is_last=is_last)
        self._placing.sweep()
        self.groups += bool(jobs)
        return results

    def _begin(self) -> None:
        """Nothing is written yet, and an idle connection may have been dropped long ago: so a new one is tried, once."""
        try:
            self._placing.begin()
        except LostError:
            known = self._placing.durable
            self._placing.close()
            self._open_again(known)
            self._placing.begin()

    def _open_again(self, known: End) -> None:
        """Go on with new tables where the old ones ended, signing if that was so before."""
        placing = self._open(known)
        placing.tree.may_publish = self._placing.tree.may_publish
        self._placing = placing

    def _checkpoint(self, entries: int) -> None:
        self._since_checkpoint += entries
        if self._since_checkpoint < CHECKPOINT_ENTRIES:
            return
        self._since_checkpoint = 0
        try:
            self._placing.tidy()
        except LostError as error:
            self._lose((), error)
        except Exception as error:  # noqa: BLE001 - whatever it is, what comes after it can't be trusted
            self._stop(error)

    def _stop(self, error: BaseException) -> None:
        """Take no more, and send away all who wait."""
        with self._changed:
            self._is_stopped = True
        _logger.critical("the access log has stopped", exc_info=error)
        self._send_away(())

    def _lose(self, jobs: Sequence[Job], error: LostError) -> None:
        """Send away this group and all who wait, then open the tables anew, as often as it takes."""
        with self._changed:
            self._is_lost = True
        _logger.error("the access log's database is lost: %s", error)
        self._send_away(jobs)
        known = self._placing.durable
        self._placing.close()
        wait_seconds = RECONNECT_SECONDS_MIN
        while not self._reopened(wait_seconds, known):
            wait_seconds = min(2 * wait_seconds, RECONNECT_SECONDS_MAX)

    def _reopened(self, wait_seconds: float, known: End) -> bool:
        """Whether there is nothing more to try: the tables are open again, or the writer ends."""
        with self._changed:
            if self._changed.wait_for(lambda: self._is_closing, wait_seconds):
                return True
        try:
            self._open_again(known)
        except LostError:
            return False
        except BaseException as error:  # noqa: BLE001 - not one that time heals
            self._stop(error)
            return True
        with self._changed:
            self._is_lost = False
        _logger.warning("the access log's database is back")
        return True

    def _send_away(self, jobs: Sequence[Job]) -> None:
        with self._changed:
            waiting = [*jobs, *self._waiting]
            self._waiting.clear()
            self._waiting_entries = 0
        _deliver(waiting, [LogUnavailableError(_STOPPED)] * len(waiting))


def _applied(job: Job, placing: ChainAppender) -> _Result:
    try:
        return job.apply(placing)
    except DomicileError as error:
        return error


def _deliver(jobs: Sequence[Job], results: Sequence[_Result]) -> None:
    """Wake the callers: once for each event loop, not for each caller."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[list[Receipt]], _Result]]] = {}
    for job, result in zip(jobs, results, strict=True):
        if job.future is None:
            continue
        by_loop.setdefault(job.future.get_loop(), []).append((job.future, result))
    for loop, answers in by_loop.items():
        with suppress(RuntimeError):  # its loop is closed: nobody waits there
            loop.call_soon_threadsafe(_answer, answers)


def _answer(answers: Sequence[tuple["asyncio.Future[list[Receipt]]", _Result]]) -> None:
    for future, result in answers:
        if future.done():
            continue  # its caller was cancelled; what was written stays
        if isinstance(result, DomicileError):
            future.set_exception(result)
        else:
            future.set_result(result)
