// Writes a batch of RepairOrder nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   properties: the stored properties by name (dates and instants as ISO 8601 texts; sealed groups as bytes)
//   in: an id
//   remedies: an id
// Passed over without a word, because the answer may not tell who is in the register: a target of the same import that was passed over so.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on RepairOrder(id), Case(id), Finding(id).
UNWIND $rows AS row
OPTIONAL MATCH (inCase:Case {id: row.in})
OPTIONAL MATCH (remediesFinding:Finding {id: row.remedies})
CALL (row, inCase, remediesFinding) {
  WITH * WHERE inCase IS NOT NULL AND remediesFinding IS NOT NULL
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
  [] AS unresolved
