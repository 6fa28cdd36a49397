// Purpose: the end of a statement about what is past its term: it goes, if each of its persons is one of those who were
//   logged before.
// Parameters: $persons (ids), $limit (nodes)
// Row: how many nodes went
WITH _node, collect(DISTINCT _person.id) AS _persons
WHERE all(_each IN _persons WHERE _each IN $persons)
WITH _node LIMIT $limit
DETACH DELETE _node
RETURN count(*) AS nodes
