// Finds the one target of an edge.
MATCH (TARGET:LABEL {KEY: row.COLUMN})
