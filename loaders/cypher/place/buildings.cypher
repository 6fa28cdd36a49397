// Purpose: the buildings of the jurisdiction, or of one unit in it.
// Parameters: $unit (code or null)
// Row: next
// Index: Building(unitCode, id)
MATCH (next:Building) USING INDEX next:Building(unitCode, id)
WHERE next.unitCode STARTS WITH coalesce($unit, jurisdiction) AND next.id IS NOT NULL
  AND coalesce($unit, jurisdiction) STARTS WITH jurisdiction AND keyset
