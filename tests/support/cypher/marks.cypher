// Purpose: all that the graph knows of writes.
// Parameters: none
// Row: marks (a list of the properties of each)
// Index: none: a test reads them all
MATCH (write:Write) RETURN collect(properties(write)) AS marks
