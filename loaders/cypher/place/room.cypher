// Purpose: one room of the jurisdiction; outside of it there is no row, as for an unknown one.
// Parameters: $id (uuid)
// Row: next
// Index: Room.id
MATCH (next:Room {id: $id}) WHERE next.unitCode STARTS WITH jurisdiction
