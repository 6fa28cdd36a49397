// Purpose: the next of the marks of all writes.
// Parameters: $after (id of a write; empty for the first page), $limit (rows)
// Row: entry (id of the write's log entries)
// Index: Write.entry
MATCH (_write:Write) WHERE _write.entry > $after
RETURN _write.entry AS entry ORDER BY entry LIMIT $limit
