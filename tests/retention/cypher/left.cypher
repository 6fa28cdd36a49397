// Purpose: which of these ids and facts are still somewhere.
// Parameters: $keys
// Row: label, key
MATCH (node) WHERE node.id IN $keys OR node.fact IN $keys
RETURN head(labels(node)) AS label, coalesce(node.id, node.fact) AS key ORDER BY label, key
