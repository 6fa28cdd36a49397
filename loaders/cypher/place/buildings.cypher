// Purpose: the buildings of the jurisdiction, or of one unit in it.
// Parameters: $unit (code or null)
// Row: next
// Index: Building(unitCode, id)
MATCH (next:Building) WHERE next.unitCode STARTS WITH coalesce($unit, jurisdiction)
  AND next.unitCode STARTS WITH jurisdiction AND keyset
