// Purpose: an administrative unit of the jurisdiction.
// Parameters: $id (uuid)
// Row: next
// Index: AdminUnit.id
MATCH (next:AdminUnit {id: $id}) WHERE next.code STARTS WITH jurisdiction
