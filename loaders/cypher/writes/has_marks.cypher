// Purpose: whether the graph knows of any write at all.
// Parameters: none
// Row: hasMarks
// Index: Write.entry; the first one ends the search
OPTIONAL MATCH (_write:Write) WHERE _write.entry > ''
WITH _write LIMIT 1
RETURN _write IS NOT NULL AS hasMarks
