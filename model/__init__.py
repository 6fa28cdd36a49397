"""Values only: ids, times, states, the graph's kinds, decisions and plans. Nothing here does input or output."""
