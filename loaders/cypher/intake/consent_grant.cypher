// Writes a batch of ConsentGrant nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   properties: the stored properties by name (dates and instants as ISO 8601 texts; sealed groups as bytes)
//   in: an id
//   givenBy: an id
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on ConsentGrant(fact, version), Case(id), Person(id).
UNWIND $rows AS row
OPTIONAL MATCH (inCase:Case {id: row.in})
OPTIONAL MATCH (givenByPerson:Person {id: row.givenBy})
WITH row, inCase, givenByPerson,
  [column IN [
    CASE WHEN inCase IS NULL THEN 'in' END,
    CASE WHEN givenByPerson IS NULL THEN 'givenBy' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, inCase, givenByPerson, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:ConsentGrant {fact: row.properties.fact, version: row.properties.version})
    ON CREATE SET this = row.properties, this.isNew = true,
      this.validFrom = date(row.properties.validFrom),
      this.validTo = date(row.properties.validTo),
      this.recordedFrom = datetime(row.properties.recordedFrom),
      this.recordedTo = datetime(row.properties.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:IN]->(inCase)
  CREATE (this)-[:GIVEN_BY]->(givenByPerson)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
