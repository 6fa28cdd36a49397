// Purpose: one node of a label that is in the store.
// Parameters: $label
// Row: its key
MATCH (node:$($label)) RETURN coalesce(node.id, node.fact) AS key ORDER BY key LIMIT 1
