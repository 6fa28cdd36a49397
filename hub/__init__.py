"""The hub: who is asking, what for, the gate to the graph, and the log of each read."""
