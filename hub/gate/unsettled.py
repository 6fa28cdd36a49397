"""Writes of which nobody knows what became of them: the graph did not answer this process, or another one ended amid them.

They may have been committed, or be so yet. `hub.jobs.recover_intents` asks the graph once it answers.
"""

import asyncio
import time
from collections.abc import Collection

from model.ids import EntryId


class Unsettled:
    """Those of one hub, and since when."""

    def __init__(self) -> None:
        self._since: dict[EntryId, float] = {}
        self._added = asyncio.Event()

    def add(self, write: EntryId) -> None:
        """Nobody said what became of this one. What is known already stays as old as it is."""
        self._since.setdefault(write, time.monotonic())
        self._added.set()

    async def wait(self) -> None:
        """Until there is one."""
        await self._added.wait()

    def due(self, seconds: float) -> list[EntryId]:
        """Those of at least so many seconds ago."""
        return [write for write, since in self._since.items() if time.monotonic() - since >= seconds]

    def forget(self, writes: Collection[EntryId]) -> None:
        """What became of these is known."""
        for write in writes:
            del self._since[write]
        if not self._since:
            self._added.clear()
