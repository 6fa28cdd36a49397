// Purpose: the administrative unit in which somebody lives or rents: that of the room, or what the register has without one.
// Parameters: $places (map of rooms' ids by fact and version)
// Row: next
// Index: Room.id, AdminUnit.code
MATCH (this)-[:IN|LETS]->(_place)
OPTIONAL MATCH (_room:Room {id: $places[this.fact + ' ' + this.version]})
MATCH (next:AdminUnit {code: coalesce(_room.unitCode, _place.unitCode, _place.code)})
