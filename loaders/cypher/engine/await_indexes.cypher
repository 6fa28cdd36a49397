// Purpose: waits until every index is filled.
// Parameters: $seconds – how long at most, whole seconds.
// A row: none.
// Index: none.
CALL db.awaitIndexes($seconds)
