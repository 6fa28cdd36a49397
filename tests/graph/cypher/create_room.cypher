// Purpose: a room with nothing but its key.
// Parameters: $id – UUID text.
// A row: none.
// Index: none.
CREATE (:Room {id: $id})
