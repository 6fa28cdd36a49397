"""Brings each new checkpoint to the witnesses and their signatures back, in a thread of its own.

Nothing waits for it: a witness that is slow or away costs its signature, not an entry. What a witness refuses while
the hub runs is said in the hub's log; at the next start it is a reason not to start.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

import httpx

from hub.audit_log.limits import WITNESS_AGAIN_SECONDS
from hub.audit_log.witnesses import (
    Answer,
    Cosigned,
    Holds,
    Latest,
    Prove,
    Witness,
    WitnessError,
    bring_forward,
    check_at_start,
    open_client,
)
from tlog.notes import Checkpoint, Note, Signature

_logger = logging.getLogger(__name__)


class Cosigning:
    """Asks the witnesses about one note after the other, always the latest. `keep` gets each that was cosigned."""

    def __init__(
        self, witnesses: Sequence[Witness], latest: Latest, prove: Prove, keep: Callable[[Note], None]
    ) -> None:
        """Nothing is asked before `check`, and nothing at all without witnesses."""
        self._witnesses = witnesses
        self._stored = latest
        self._prove = prove
        self._keep = keep
        self._held: dict[Witness, int] = {}
        self._latest: Note | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._thread = threading.Thread(target=self._enter, name="witnesses", daemon=True)
        self._started = threading.Event()
        self.cosigned: Note | None = None  # the last note that a witness signed

    def check(self) -> None:
        """Ask every witness about the last note before anything new is signed. Raises `SetupError`."""
        if not self._witnesses:
            return
        signed: list[tuple[Note, Signature]] = []
        errors: list[BaseException] = []

        def ask() -> None:
            try:
                signed.extend(asyncio.run(check_at_start(self._witnesses, self._stored, self._prove)))
            except BaseException as error:  # noqa: BLE001 - it is raised where the ledger is opened
                errors.append(error)

        thread = threading.Thread(target=ask, name="witnesses at start")  # the caller's may have a loop that runs
        thread.start()
        thread.join()
        if errors:
            raise errors[0]
        note = max((note for note, _ in signed), key=lambda item: Checkpoint.parse(item.text).size)
        self.cosigned = note.with_signatures(signature for of, signature in signed if of.text == note.text)
        self._keep(self.cosigned)
        self._thread.start()
        self._started.wait()

    def bring(self, note: Note) -> None:
        """There is a new checkpoint. From any thread."""
        self._latest = note
        if self._loop is not None and self._thread.is_alive():
            with suppress(RuntimeError):  # it was closed in between
                self._loop.call_soon_threadsafe(self._wake.set)

    def close(self) -> None:
        """Ask nothing more."""
        if self._loop is not None and self._task is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._task.cancel)
            self._thread.join()

    # ── the thread ───────────────────────────────────────────────────────────────────────────────────────────────

    def _enter(self) -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(self._run())

    async def _run(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        self._started.set()
        async with open_client() as client:
            while True:
                note = self._latest
                signatures = [] if note is None else await self._ask_all(client, note)
                if note is not None and signatures:
                    self.cosigned = note.with_signatures(signatures)
                    self._keep(self.cosigned)
                is_done = note is None or len(signatures) == len(self._witnesses)
                await self._wait(None if is_done else WITNESS_AGAIN_SECONDS)

    async def _wait(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    async def _ask_all(self, client: httpx.AsyncClient, note: Note) -> list[Signature]:
        answers = await asyncio.gather(*(self._ask(client, witness, note) for witness in self._witnesses))
        return [answer.signature for answer in answers if isinstance(answer, Cosigned)]

    async def _ask(self, client: httpx.AsyncClient, witness: Witness, note: Note) -> Answer | None:
        try:
            answer = await bring_forward(client, witness, note, self._held.get(witness, 0), self._prove)
            self._judge(witness, note, answer)
        except WitnessError as error:
            _logger.warning("a checkpoint goes on without a witness: %s", error)
            return None
        except Exception:  # a tree that can't be read, say: the next checkpoint is another try
            _logger.exception("a witness can't be asked")
            return None
        return answer

    def _judge(self, witness: Witness, note: Note, answer: Answer) -> None:
        if isinstance(answer, Cosigned):
            self._held[witness] = Checkpoint.parse(note.text).size
        elif isinstance(answer, Holds) and answer.size <= Checkpoint.parse(self._stored().text).size:
            self._held[witness] = answer.size  # another process of this home was faster, with a newer checkpoint
        else:
            _logger.critical("the witness `%s` does not sign this log any more: %s", witness.key.name, answer)
