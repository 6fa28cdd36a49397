// Purpose: how many commits carry the id of a log entry.
// Parameters: $entry (id of a write)
// Row: count
// Index: Write.entry
MATCH (write:Write {entry: $entry})
RETURN count(write) AS count
