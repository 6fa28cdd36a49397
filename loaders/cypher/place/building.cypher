// Purpose: one building of the jurisdiction; outside of it there is no row, as for an unknown one.
// Parameters: $id (uuid)
// Row: next
// Index: Building.id
MATCH (next:Building {id: $id}) WHERE next.unitCode STARTS WITH jurisdiction
