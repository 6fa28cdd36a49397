"""The server killed and stopped: every acknowledged write is there afterwards, and the hub needs no restart."""

import asyncio
from collections.abc import Callable

import pytest

from hub.graph import Connection, EmbeddedServer, Graph
from model.errors import GraphUnavailableError
from tests.support.store import kill_graph

Cypher = Callable[[str], str]
pytestmark = pytest.mark.full

WRITERS = 4


async def _write_until_lost(connected: Connection, text: str, run: str, acknowledged: set[int], first: int) -> None:
    async with Graph(connected) as graph:
        for number in range(first, 1_000_000, WRITERS):
            try:
                await graph.write([(text, {"run": run, "number": number})], timeout_seconds=10, metadata={})
            except GraphUnavailableError:
                return
            acknowledged.add(number)


@pytest.mark.parametrize("after_writes", [pytest.param(50, marks=pytest.mark.long), 400])
async def test_killed_in_the_middle_of_writes_it_comes_back_with_every_acknowledged_one(
    lasting: EmbeddedServer, cypher: Cypher, after_writes: int
) -> None:
    """Who asks nothing meanwhile does not notice: a pool holds connections from before, and each request opens new ones."""
    connected = await asyncio.to_thread(lasting.start)
    acknowledged: set[int] = set()
    write, read, run = cypher("create_mark"), cypher("read_marks"), f"kill {after_writes}"
    async with Graph(connected) as resting:
        await asyncio.gather(*(resting.read(read, {"run": run}, timeout_seconds=10, metadata={}) for _ in range(8)))
        writers = [
            asyncio.create_task(_write_until_lost(connected, write, run, acknowledged, first))
            for first in range(WRITERS)
        ]
        while len(acknowledged) < after_writes:
            await asyncio.wait(writers, timeout=0.01)
        kill_graph(lasting)
        await asyncio.gather(*writers)
        assert lasting.status().phase == ""

        assert await asyncio.to_thread(lasting.start) == connected
        await resting.write([(write, {"run": "resting", "number": 1})], timeout_seconds=10, metadata={})
        rows = await resting.read(read, {"run": run}, timeout_seconds=60, metadata={})
    kept = [number for (number,) in rows.values]
    assert len(kept) == len(set(kept))
    assert acknowledged - set(kept) == set()
    assert len(set(kept) - acknowledged) <= WRITERS  # each writer had at most one under way


async def test_a_graph_that_was_stopped_and_comes_back_is_used_again_by_the_same_driver(
    lasting: EmbeddedServer, cypher: Cypher
) -> None:
    connected = await asyncio.to_thread(lasting.start)
    async with Graph(connected) as graph:
        text = cypher("create_mark")
        await graph.write([(text, {"run": "stop", "number": 1})], timeout_seconds=10, metadata={})
        assert await asyncio.to_thread(lasting.stop) is True
        assert await graph.is_ready() is False
        with pytest.raises(GraphUnavailableError):
            await graph.read(cypher("read_marks"), {"run": "stop"}, timeout_seconds=5, metadata={})
        assert await asyncio.to_thread(lasting.start) == connected  # the port is the same
        reads = [graph.read(cypher("read_marks"), {"run": "stop"}, timeout_seconds=10, metadata={}) for _ in range(16)]
        assert [rows.values for rows in await asyncio.gather(*reads)] == [[[1]]] * 16
        await graph.write([(text, {"run": "stop", "number": 2})], timeout_seconds=10, metadata={})
