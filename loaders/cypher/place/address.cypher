// Purpose: one address of the jurisdiction; outside of it there is no row, as for an unknown one.
// Parameters: $id (uuid)
// Row: next
// Index: Address.id
MATCH (next:Address {id: $id}) WHERE next.unitCode STARTS WITH jurisdiction
