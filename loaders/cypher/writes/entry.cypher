// Purpose: the mark by which a commit is found again from its log entry, and by which the graph knows how far log and keys were.
// Parameters: $entry (id of the write's log entries), $sequence and $commitment (of the last of its intents on the log),
//   $keys (how many were made by now)
// Row: none
// Index: Write.entry (unique)
CREATE (_write:Write {id: $entry, entry: $entry, sequence: $sequence, commitment: $commitment, keys: $keys})
