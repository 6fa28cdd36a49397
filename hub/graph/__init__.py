"""The graph's engine: the embedded Neo4j and its jars, the driver, the migrations. Knows nothing of residents.

`server.py` starts and finds the embedded server; `embedded.py`, in a process of its own, is the one file that imports
Neo4j's Java classes; `driver.py` is how everything else talks to a graph, embedded or not.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hub.graph.connections import Connection, connection
    from hub.graph.driver import Graph
    from hub.graph.server import EmbeddedServer

__all__ = ["Connection", "EmbeddedServer", "Graph", "connection"]

# Imported when asked for: the server's own process needs neither the driver nor httpx, a second of work at its start.
_HOMES = {
    "Connection": "hub.graph.connections",
    "EmbeddedServer": "hub.graph.server",
    "Graph": "hub.graph.driver",
    "connection": "hub.graph.connections",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    return getattr(import_module(_HOMES[name]), name)
