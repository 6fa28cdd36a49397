// Purpose: the marks of erasures that an older graph had lost, once they are done again.
// Parameters: $writes (maps: entry, sequence and commitment of their intents)
// Row: none
// Index: Write.entry
UNWIND $writes AS _mark
MERGE (_write:Write {entry: _mark.entry})
  ON CREATE SET _write.id = _mark.entry, _write.sequence = _mark.sequence, _write.commitment = _mark.commitment
