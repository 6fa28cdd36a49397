// Deletes a part of everything, before the next round; to be run until it answers 0.
// Parameters: none
// Row: one, with how many nodes were deleted
// Index: none
MATCH (node) WHERE NOT node:SchemaVersion WITH node LIMIT 5000
DETACH DELETE node
RETURN count(node) AS deleted
