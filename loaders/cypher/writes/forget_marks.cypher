// Purpose: forget the marks of writes whose entries were lost: two operators accepted that. What was written stays.
// Parameters: $entries (ids of writes)
// Row: none
// Index: Write.entry
UNWIND $entries AS _entry
MATCH (_write:Write {entry: _entry})
DELETE _write
