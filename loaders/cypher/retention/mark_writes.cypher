// Purpose: the marks of erasures that an older graph had lost, once they are done again.
// Parameters: $writes (ids of writes)
// Row: none
// Index: Write.entry
UNWIND $writes AS _entry
MERGE (_write:Write {entry: _entry}) ON CREATE SET _write.id = _entry
