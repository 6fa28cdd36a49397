// Purpose: the room in which somebody lives; none where the register has a unit only. Of who is protected the vault knows it.
// Parameters: $places (map of rooms' ids by fact and version)
// Row: next
// Index: Room.id
MATCH (this)-[:IN]->(_place)
MATCH (next:Room {id: coalesce($places[this.fact + ' ' + this.version], _place.id)})
