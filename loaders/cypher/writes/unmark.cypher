// Purpose: writes whose entries were lost say no more where they stood in the log: two operators accepted that.
// Parameters: $entries (ids of writes)
// Row: none
// Index: Write.entry
UNWIND $entries AS _entry
MATCH (_write:Write {entry: _entry})
REMOVE _write.sequence, _write.commitment
