// A bare load of one kind, for comparison; `benchmarks/bare_load.py` puts in KIND and the other fragments of this name.
// Parameters: rows, a list of maps with properties and the ids of the targets
// Row: none
// Index: the constraints on the keys of the targets
UNWIND $rows AS row
MATCHES
CREATE (node:KIND) SET node = row.properties MADE
EDGES
