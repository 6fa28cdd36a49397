// Writes a batch of Representation nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   properties: the stored properties by name (dates and instants as ISO 8601 texts; sealed groups as bytes)
//   by: an id
//   for: an id
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Representation(fact, version), Person(id).
UNWIND $rows AS row
OPTIONAL MATCH (byPerson:Person {id: row.by})
OPTIONAL MATCH (forPerson:Person {id: row.for})
WITH row, byPerson, forPerson,
  [column IN [
    CASE WHEN byPerson IS NULL THEN 'by' END,
    CASE WHEN forPerson IS NULL THEN 'for' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, byPerson, forPerson, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:Representation {fact: row.properties.fact, version: row.properties.version})
    ON CREATE SET this = row.properties, this.isNew = true,
      this.validFrom = date(row.properties.validFrom),
      this.validTo = date(row.properties.validTo),
      this.recordedFrom = datetime(row.properties.recordedFrom),
      this.recordedTo = datetime(row.properties.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:BY]->(byPerson)
  CREATE (this)-[:FOR]->(forPerson)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
