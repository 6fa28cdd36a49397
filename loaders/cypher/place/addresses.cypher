// Purpose: the addresses of the jurisdiction, or of one unit in it.
// Parameters: $unit (code or null)
// Row: next
// Index: Address(unitCode, id)
MATCH (next:Address) WHERE next.unitCode STARTS WITH coalesce($unit, jurisdiction)
  AND next.unitCode STARTS WITH jurisdiction AND keyset
