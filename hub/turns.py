"""Requests have their turns by the addresses they come from: a hundred of one delay another's by one, not by all.

Where many begin or go on at once, each waits for a turn of its own, one in a turn of the loop: as requests begin, as bodies are whole,
and as refusals leave that waited for the same moment. Nothing here knows what a request is about.
"""

import asyncio
from collections import OrderedDict, deque
from contextvars import ContextVar

_ADDRESS: ContextVar["tuple[Turns, str] | None"] = ContextVar("address", default=None)


class Turns:
    """Those of one server."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._is_turning = False

    async def begin(self, address: str) -> None:
        """The turn in which a request from there begins. Whatever runs in it from now on finds its turns by `own_turn`."""
        _ADDRESS.set((self, address))
        await self.wait(address)

    async def wait(self, address: str) -> None:
        """Until it is its turn: at once, where nobody else went on in this turn."""
        loop = asyncio.get_running_loop()
        if not self._is_turning:
            self._is_turning = True
            loop.call_soon(self._next, loop)
            return
        turn = loop.create_future()
        self._waiting.setdefault(address, deque()).append(turn)
        await turn

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._waiting:
            self._is_turning = False
            return
        address, turns = self._waiting.popitem(last=False)
        turn = turns.popleft()
        if turns:
            self._waiting[address] = turns
        if not turn.done():  # nor cancelled meanwhile
            turn.set_result(None)
        loop.call_soon(self._next, loop)


async def own_turn() -> None:
    """The next turn of the request that this runs in; at once where there is none."""
    found = _ADDRESS.get()
    if found is not None:
        turns, address = found
        await turns.wait(address)
