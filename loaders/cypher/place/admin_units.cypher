// Purpose: the administrative units of the jurisdiction.
// Parameters: $level (enum or null)
// Row: next
// Index: AdminUnit.code
MATCH (next:AdminUnit) WHERE next.code STARTS WITH jurisdiction
  AND ($level IS NULL OR next.level = $level) AND keyset
