// Purpose: the addresses of the jurisdiction, or of one unit in it.
// Parameters: $unit (code or null)
// Row: next
// Index: Address(unitCode, id)
MATCH (next:Address) USING INDEX next:Address(unitCode, id)
WHERE next.unitCode STARTS WITH coalesce($unit, jurisdiction) AND next.id IS NOT NULL
  AND coalesce($unit, jurisdiction) STARTS WITH jurisdiction AND keyset
