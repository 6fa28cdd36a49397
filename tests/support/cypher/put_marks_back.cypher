// Purpose: let the graph know of these writes, and of no others.
// Parameters: $marks (a list of the properties of each)
// Row: none
// Index: Write.entry
MATCH (write:Write) WHERE NOT write.entry IN [mark IN $marks | mark.entry]
DELETE write
WITH count(*) AS gone
UNWIND $marks AS mark
MERGE (write:Write {entry: mark.entry})
SET write = mark
