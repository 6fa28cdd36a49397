// Purpose: put sealed values in the place of others.
// Parameters: $rows (list of {node: element id, values: map of bytes})
// Row: one row: how many nodes
// Index: none, a test's own store
UNWIND $rows AS _row
MATCH (_fact) WHERE elementId(_fact) = _row.node
SET _fact += _row.values
RETURN count(*) AS written
