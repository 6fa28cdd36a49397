"""The gate: the one way to the graph, the log and the keys. `pipeline` is the first file to read."""
