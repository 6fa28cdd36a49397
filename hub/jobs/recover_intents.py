"""Writes whose outcome is not known are settled against the graph (design §5): at start, and while the hub serves."""

import asyncio
import logging
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from loaders.fragments import fragment
from model import limits
from model.errors import ConflictError, DomicileError
from model.ids import EntryId

if TYPE_CHECKING:
    from hub.gate.ports import Ports

_logger = logging.getLogger(__name__)
_BATCH = 1000  # open intents settled in one statement; a crash leaves a handful


async def settle_open_intents(ports: "Ports") -> int:
    """Put the outcome of every intent on the log that a crash left open. Returns how many there were."""
    return await _settle(ports, ports.ledger.open_intents())


async def _settle(ports: "Ports", writes: Sequence[EntryId]) -> int:
    for start in range(0, len(writes), _BATCH):
        batch = writes[start : start + _BATCH]
        committed = await _committed(ports, batch)
        for write in batch:
            await asyncio.to_thread(ports.vault.settle, write, is_committed=write in committed)
            try:
                await ports.ledger.settle(write, "committed" if write in committed else "rolled_back")
            except ConflictError as error:  # another process said something else of it: the log has its word
                _logger.critical("a write of which log and graph do not agree: %s", error)
    return len(writes)


async def _committed(ports: "Ports", writes: Sequence[EntryId]) -> Collection[EntryId]:
    rows = await ports.graph.read(
        fragment("writes/settled"),
        {"entries": writes},
        timeout_seconds=limits.STATEMENT_SECONDS_MAX,
        metadata={"operation": "settle"},
    )
    return {row[0] for row in rows.values}


async def watch_unsettled(ports: "Ports") -> None:
    """Settle each write once the graph answers again; now and then look for what others left. Until it is cancelled.

    The graph ends a statement by itself after `limits.STATEMENT_SECONDS_MAX`; only after that it is asked.
    """
    look_at = time.monotonic() + limits.SETTLE_OTHERS_SECONDS  # at the start it was looked at
    while True:
        with suppress(TimeoutError):
            async with asyncio.timeout(limits.SETTLE_OTHERS_SECONDS):
                await ports.unsettled.wait()
        await asyncio.sleep(limits.SETTLE_AGAIN_SECONDS)
        try:
            if time.monotonic() >= look_at:
                await _look(ports)
                look_at = time.monotonic() + limits.SETTLE_OTHERS_SECONDS
            await _settle_due(ports)
        except Exception:  # whatever it is, somebody has to go on looking
            _logger.exception("what was left open can't be settled: it is tried again")


async def _look(ports: "Ports") -> None:
    """What a command or another hub of this home left open as it ended: this one need not wait for its own next start."""
    with suppress(DomicileError):  # the log can't be read now: at the next look
        for write in await asyncio.to_thread(ports.ledger.left_intents):
            ports.unsettled.add(write)


async def _settle_due(ports: "Ports") -> None:
    due = ports.unsettled.due(limits.SETTLE_AFTER_SECONDS)
    with suppress(DomicileError):  # graph or log do not answer yet
        await _settle(ports, due)
        ports.unsettled.forget(due)
