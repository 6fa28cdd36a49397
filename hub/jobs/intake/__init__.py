"""Files become rows for the gate: readers, checks, rejects, progress. Never touches the graph, the log or a key."""
