// Purpose: the end of a statement about what is past its term: how much it is.
// Row: how many nodes, of how many persons
RETURN count(DISTINCT _node) AS nodes, count(DISTINCT _person) AS persons
