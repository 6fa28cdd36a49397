// Purpose: whether the graph answers.
// Parameters: none.
// A row: isReady – true.
// Index: none; it reads no node.
RETURN true AS isReady
