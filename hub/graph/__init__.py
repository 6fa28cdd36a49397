"""The graph's engine: the embedded Neo4j and its jars, the driver, the migrations. Knows nothing of residents.

`server.py` starts and finds the embedded server; `embedded.py`, in a process of its own, is the one file that imports
Neo4j's Java classes; `driver.py` is how everything else talks to a graph, embedded or not.
"""
