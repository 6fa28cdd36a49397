// Purpose: how many nodes each label has.
// Parameters: none.
// Row: label, count
// Index: the counts store
MATCH (node) UNWIND labels(node) AS label
RETURN label, count(*) AS count
