// Purpose: the unit within which the caller's office works.
// Row: next
// Index: AdminUnit.code
MATCH (next:AdminUnit {code: jurisdiction})
