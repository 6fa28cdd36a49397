// Purpose: the room of a tenancy; none where the register has a unit only.
// Parameters: $places (map of rooms' ids by fact and version)
// Row: next
// Index: Room.id
MATCH (this)-[:LETS]->(_place)
MATCH (next:Room {id: coalesce($places[this.fact + ' ' + this.version], _place.id)})
