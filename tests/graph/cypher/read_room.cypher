// Purpose: the room with this key.
// Parameters: $id – UUID text.
// A row: id.
// Index: Room(id), unique.
MATCH (room:Room {id: $id})
RETURN room.id AS id
