// Purpose: in which unit these places lie.
// Parameters: ids, a list of texts
// Row: a place's id and its unit code
// Index: Room.id, Building.id, Address.id
MATCH (place:Room|Building|Address) WHERE place.id IN $ids
RETURN place.id AS id, place.unitCode AS unit ORDER BY id
