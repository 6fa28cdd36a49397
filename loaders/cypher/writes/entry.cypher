// Purpose: the mark by which a commit is found again from its log entry.
// Parameters: $entry (id of the write's log entries)
// Row: none
// Index: Write.entry (unique)
CREATE (_write:Write {id: $entry, entry: $entry})
