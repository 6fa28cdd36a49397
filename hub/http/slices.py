"""Long work of the one event loop in short steps, so that nobody waits for another's large answer.

Validating a document and completing an answer are synchronous and can take a second; everybody else would wait for it. Here such
work runs in a greenlet of its own: where it may pause it calls `pause()`, which goes on at once while its step is short, and else
lets the loop turn. Of several long pieces of work one has a step in a turn, the one that has had the fewest: so many of them
delay others no more than one does. See docs/decisions/slices.md. Nothing here depends on the rest of the hub.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar, cast

from greenlet import GreenletExit, getcurrent, greenlet

from hub.frames import from_roomy_frame

STEP_SECONDS = 0.004  # of work before others have their turn: a small question has ten turns or so, and waits in each

Result = TypeVar("Result")


class _Work(greenlet):
    """Work that pauses; `until` is when its step ends, in seconds of `time.monotonic`."""

    steps = 0
    until = 0.0

    def step(self) -> Any:
        self.steps += 1
        self.until = time.monotonic() + STEP_SECONDS
        return self.switch()


def pause() -> None:
    """Let others have their turn when this step has been long; nothing outside of `Slices.run`."""
    current = getcurrent()
    if isinstance(current, _Work) and time.monotonic() > current.until:
        assert current.parent is not None  # noqa: S101 - whose step it is
        current.parent.switch()


class Slices:
    """The long work of one event loop."""

    def __init__(self) -> None:
        self._long: dict[_Work, asyncio.Future[Any]] = {}  # in the order in which they came
        self._turning: asyncio.Task[None] | None = None

    async def run(self, work: Callable[[], Result]) -> Result:
        """What `work` returns or raises. It is ended where it pauses when the task that waits for it is cancelled."""
        running = _Work(lambda: from_roomy_frame(work))
        returned = running.step()
        if running.dead:
            return cast("Result", returned)
        self._long[running] = asyncio.get_running_loop().create_future()
        if self._turning is None or self._turning.done():
            self._turning = asyncio.create_task(self._turn())
        try:
            return cast("Result", await self._long[running])
        finally:
            del self._long[running]
            if not running.dead:
                with suppress(GreenletExit):
                    running.throw(GreenletExit)

    async def _turn(self) -> None:
        """One step in each turn of the loop, while there is any to make."""
        while waiting := [work for work, done in self._long.items() if not done.done()]:
            await asyncio.sleep(0)
            work = min(waiting, key=lambda other: other.steps)
            done = self._long.get(work)
            if done is not None and not done.done():  # nor cancelled in this turn
                self._step(work, done)

    @staticmethod
    def _step(work: _Work, done: "asyncio.Future[Any]") -> None:
        try:
            returned = work.step()
        except BaseException as error:  # noqa: BLE001 - it is whose work it is who takes it
            done.set_exception(error)
            return
        if work.dead:
            done.set_result(returned)
