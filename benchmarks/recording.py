"""Seeing which statements the hub sends, for the time of a block."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from hub.graph import Graph

Sent = list[tuple[Graph, str, Mapping[str, Any]]]


@contextmanager
def recorded_reads() -> Iterator[Sent]:
    """Every read that any graph runs within the block: the graph, the text and the parameters, in order."""
    seen: Sent = []
    real = Graph.read

    async def recording(self: Graph, text: str, parameters: Mapping[str, Any], **others: Any) -> Any:
        seen.append((self, text, parameters))
        return await real(self, text, parameters, **others)

    Graph.read = recording  # type: ignore[method-assign] # a benchmark may look behind the curtain
    try:
        yield seen
    finally:
        Graph.read = real  # type: ignore[method-assign]
