// Finds the several targets of an edge, and makes the edge to each.
WITH *
CALL (row, node) {
  UNWIND row.COLUMN AS one
  MATCH (TARGET:LABEL {KEY: one})
  CREATE (node)-[:TYPE]->(TARGET)
}
