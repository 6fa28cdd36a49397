// Purpose: which of the open intents were committed.
// Parameters: $entries (ids)
// Row: entry
// Index: Write.entry
UNWIND $entries AS _entry
MATCH (_write:Write {entry: _entry})
RETURN _write.entry AS entry
