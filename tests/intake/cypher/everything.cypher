// Purpose: every node and relationship as text, for a comparison of two states. Without the log's marks.
// Parameters: none.
// Row: one text
// Index: none
MATCH (node) WHERE NOT node:Write
RETURN elementId(node) + toString(size(keys(node))) + coalesce(toString(node.validTo), '') + reduce(
  text = '', key IN keys(node) | text + key + CASE WHEN key STARTS WITH 'sealed' THEN '' ELSE coalesce(toStringOrNull(node[key]), '') END
) AS text
UNION ALL
MATCH (from)-[edge]->(to)
RETURN elementId(from) + type(edge) + elementId(to) AS text
