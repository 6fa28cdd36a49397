// Purpose: the rooms of the jurisdiction, or of one unit in it.
// Parameters: $unit (code or null), $kind (enum or null)
// Row: next
// Index: Room(unitCode, id)
MATCH (next:Room) USING INDEX next:Room(unitCode, id)
WHERE next.unitCode STARTS WITH coalesce($unit, jurisdiction) AND next.id IS NOT NULL
  AND coalesce($unit, jurisdiction) STARTS WITH jurisdiction AND ($kind IS NULL OR next.kind = $kind) AND keyset
