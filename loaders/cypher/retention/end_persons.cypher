// Purpose: the end of a statement about what is past its term: the persons whom the next of it is about, all of each node.
// Parameters: $limit (nodes)
// Row: person (id)
WITH _node, collect(DISTINCT _person.id) AS _persons LIMIT $limit
UNWIND _persons AS _each
RETURN DISTINCT _each AS person
