// Purpose: what is sealed on nodes.
// Parameters: $keys (ids and facts)
// Row: bytes
MATCH (node) WHERE node.id IN $keys OR node.fact IN $keys
UNWIND [key IN keys(node) WHERE key STARTS WITH 'sealed'] AS key
RETURN node[key] AS sealed
