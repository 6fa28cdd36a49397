// Purpose: how far log and keys were at the last writes that the graph knows of, the last one first.
// Parameters: $below (a sequence; only marks before it), $limit (rows)
// Row: entry (id of the write's log entries), sequence, commitment (hexadecimal), keys (how many were made by then, if known)
// Index: Write.sequence
MATCH (_write:Write) WHERE _write.sequence < $below
RETURN _write.entry AS entry, _write.sequence AS sequence, _write.commitment AS commitment, _write.keys AS keys
ORDER BY sequence DESC LIMIT $limit
