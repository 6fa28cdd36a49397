// Purpose: the mark by which a commit is found again from its log entry, and by which the graph knows how far the log was.
// Parameters: $entry (id of the write's log entries), $sequence and $commitment (of the last of its intents on the log)
// Row: none
// Index: Write.entry (unique)
CREATE (_write:Write {id: $entry, entry: $entry, sequence: $sequence, commitment: $commitment})
