// Writes a batch of RepairOrder nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   properties: the stored properties by name (dates and instants as ISO 8601 texts; sealed groups as bytes)
//   in: an id
//   remedies: an id
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on RepairOrder(id), Case(id), Finding(id).
UNWIND $rows AS row
OPTIONAL MATCH (inCase:Case {id: row.in})
OPTIONAL MATCH (remediesFinding:Finding {id: row.remedies})
WITH row, inCase, remediesFinding,
  [column IN [
    CASE WHEN inCase IS NULL THEN 'in' END,
    CASE WHEN remediesFinding IS NULL THEN 'remedies' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, inCase, remediesFinding, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:RepairOrder {id: row.properties.id})
    ON CREATE SET this = row.properties, this.isNew = true,
      this.issuedOn = date(row.properties.issuedOn),
      this.dueOn = date(row.properties.dueOn),
      this.doneOn = date(row.properties.doneOn)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:IN]->(inCase)
  CREATE (this)-[:REMEDIES]->(remediesFinding)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
