"""When a refusal leaves: on a grid of time, and one in a step of it for whoever is refused again and again.

So what was found on the way tells nothing by its time: it follows from when the request came in, and from the caller's own refusals
before. And nobody keeps the hub busy with numbers that are none, nor guesses fast.
"""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass

from hub.turns import own_turn
from model import limits

Key = tuple[str, str, str]
"""Whose: issuer, client, subject."""


@dataclass
class _Refused:
    """How many refusals count still, at an instant, and when the last one leaves (seconds)."""

    count: float
    at: float
    leaves: float = 0.0


class Patience:
    """Of the callers of one hub: who was refused last, of so many. Each refusal counts for a while, and less as time passes."""

    def __init__(self, factor: int = 1) -> None:
        """`factor` times the refusals of `model.limits` are free."""
        self._free = limits.REFUSALS_FREE * factor
        self._of: OrderedDict[Key, _Refused] = OrderedDict()

    async def leave(self, caller: Key, started: float) -> None:
        """Wait until the refusal of a request that came in at `started` (monotonic seconds) may leave, and for a turn."""
        now = time.monotonic()
        await asyncio.sleep(self.leaves(caller, started, now) - now)
        await own_turn()

    def leaves(self, caller: Key, started: float, now: float) -> float:
        """When that is: the next whole step of `REFUSAL_GRID_SECONDS` since `started`; one behind the caller's last, beyond those that are free."""
        known = self._of.pop(caller, None) or _Refused(0.0, now)
        passed = max(0.0, now - known.at)
        known.count = max(0.0, known.count - passed * self._free / limits.REFUSALS_SECONDS) + 1
        known.at = now
        leaves = now + (started - now) % limits.REFUSAL_GRID_SECONDS
        if known.count > self._free:
            leaves = max(leaves, known.leaves + limits.REFUSAL_GRID_SECONDS)
        known.leaves = max(leaves, known.leaves)
        self._of[caller] = known
        if len(self._of) > limits.REFUSALS_CALLERS_MAX:
            self._of.popitem(last=False)
        return leaves
