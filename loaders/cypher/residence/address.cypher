// Purpose: the address of the building in which somebody lives; none where the register has a unit only.
// Parameters: $places (map of rooms' ids by fact and version)
// Row: next
// Index: Room.id
MATCH (this)-[:IN]->(_place)
MATCH (_room:Room {id: coalesce($places[this.fact + ' ' + this.version], _place.id)})-[:IN]->(:Building)-[:AT]->(next:Address)
