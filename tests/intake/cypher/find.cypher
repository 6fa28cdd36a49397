// Purpose: whether nodes with these ids (of a thing) or facts exist.
// Parameters: ids, a list of texts
// Row: one id or fact that exists
// Index: none
MATCH (node) WHERE node.id IN $ids OR node.fact IN $ids
RETURN coalesce(node.id, node.fact) AS found ORDER BY found
