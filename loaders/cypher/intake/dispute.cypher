// Writes a batch of Dispute nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   in: an id
// Passed over without a word, because the answer may not tell who is in the register: a target of the same import that was passed over so.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Dispute(id), Case(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (inCase:Case {id: row.in})
CALL (row, inCase) {
  WITH * WHERE inCase IS NOT NULL
  MERGE (this:Dispute {id: row.key.id})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.requestedOn = date(row.times.requestedOn)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:IN]->(inCase)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  [] AS unresolved
