// Purpose: the bands of these buildings, as they lie in the graph.
// Parameters: ids, a list of texts
// Row: one building's id and its band, null without one
// Index: Building.id
MATCH (building:Building) WHERE building.id IN $ids
RETURN building.id AS id, building.residentBand AS band
