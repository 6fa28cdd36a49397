"""Each caller's share of the graph: so many of their statements are under way at once, and further ones wait their turn.

Else one caller's hundred requests, with five roots each, would hold every connection to the database, and its cores.
"""

import asyncio
from weakref import WeakValueDictionary

from model.callers import Caller


class Shares:
    """The shares of one hub. What is known of a caller goes with their last statement."""

    def __init__(self, most: int) -> None:
        """`most` statements of a caller at once."""
        self._most = most
        self._of: WeakValueDictionary[tuple[str, str, str], asyncio.Semaphore] = WeakValueDictionary()

    def of(self, caller: Caller) -> asyncio.Semaphore:
        """Held while a statement is under way (`async with`); who comes first has the first turn."""
        return self._of.setdefault(caller.key, asyncio.Semaphore(self._most))
