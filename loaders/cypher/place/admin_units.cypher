// Purpose: the administrative units of the jurisdiction.
// Parameters: $level (enum or null), $named (part of a name in either script, or null)
// Row: next
// Index: AdminUnit.code
MATCH (next:AdminUnit) WHERE next.code STARTS WITH jurisdiction
  AND ($level IS NULL OR next.level = $level)
  AND ($named IS NULL OR next.name CONTAINS $named OR toLower(next.latinName) CONTAINS toLower($named)) AND keyset
