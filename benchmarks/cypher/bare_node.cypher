// A bare load of one kind, for comparison: KIND, DATES and EDGES are put in by benchmarks/import_speed.py.
// Parameters: rows, a list of maps with properties and the ids of the targets
UNWIND $rows AS row
MATCHES
CREATE (node:KIND) SET node = row.properties DATES
EDGES
