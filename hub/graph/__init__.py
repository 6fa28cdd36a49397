"""The graph's engine: the embedded Neo4j and its jars, the driver, the migrations. Knows nothing of residents.

`server.py` starts and finds the embedded server; `embedded.py`, in a process of its own, is the one file that imports
Neo4j's Java classes; `driver.py` is how everything else talks to a graph, embedded or not.
"""

from hub.graph.connections import Connection, connection
from hub.graph.driver import Graph
from hub.graph.server import EmbeddedServer

__all__ = ["Connection", "EmbeddedServer", "Graph", "connection"]
