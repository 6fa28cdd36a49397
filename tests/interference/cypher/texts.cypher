// Purpose: every readable value of every node whose text holds one of these.
// Parameters: texts, a list
// Row: label, key, text
// Index: none; it walks everything
MATCH (node)
UNWIND keys(node) AS key
WITH node, key, toStringOrNull(node[key]) AS text
WHERE any(wanted IN $texts WHERE text CONTAINS wanted)
RETURN labels(node)[0] AS label, key, text ORDER BY label, key, text
