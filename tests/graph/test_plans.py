"""A plan is made once for a statement, and not again for a text or a list of another length (docs/decisions/plans-and-lengths.md)."""

import re
from collections.abc import Callable

from hub.graph import Graph

LENGTHS = (0, 1, 9, 11, 99, 101, 1_001)


async def _cleared(graph: Graph, cypher: Callable[[str], str]) -> int:
    """How many plans the server had kept; now it has none."""
    rows = await graph.read(cypher("clear_plans"), {}, timeout_seconds=30, metadata={})
    (found,) = re.findall(r"\d+", rows.values[0][0])
    return int(found)


async def test_what_is_asked_for_has_any_length_and_one_plan(graph: Graph, cypher: Callable[[str], str]) -> None:
    await _cleared(graph, cypher)
    for length in LENGTHS:
        await graph.read(cypher("read_room"), {"id": "a" * length}, timeout_seconds=30, metadata={})
    one_text = await _cleared(graph, cypher)
    await graph.read(cypher("read_room"), {"id": "a"}, timeout_seconds=30, metadata={})
    assert await _cleared(graph, cypher) == one_text
