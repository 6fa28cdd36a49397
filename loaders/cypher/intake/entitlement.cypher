// Writes a batch of Entitlement nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: fact, version
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   in: an id
//   of: an id
// Passed over without a word, because the answer may not tell who is in the register: a target of the same import that was passed over so.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Entitlement(fact, version), Case(id), Person(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (inCase:Case {id: row.in})
OPTIONAL MATCH (ofPerson:Person {id: row.of})
CALL (row, inCase, ofPerson) {
  WITH * WHERE inCase IS NOT NULL AND ofPerson IS NOT NULL
  MERGE (this:Entitlement {fact: row.key.fact, version: row.key.version})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.validFrom = date(row.times.validFrom),
      this.validTo = date(row.times.validTo),
      this.recordedFrom = datetime(row.times.recordedFrom),
      this.recordedTo = datetime(row.times.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:IN]->(inCase)
  CREATE (this)-[:OF]->(ofPerson)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  [] AS unresolved
