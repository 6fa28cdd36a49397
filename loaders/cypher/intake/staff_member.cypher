// Writes a batch of StaffMember nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: fact, version
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   worksAt: an id
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on StaffMember(fact, version), Office(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (worksAtOffice:Office {id: row.worksAt})
WITH row, worksAtOffice,
  [column IN [
    CASE WHEN worksAtOffice IS NULL THEN 'worksAt' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, worksAtOffice, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:StaffMember {fact: row.key.fact, version: row.key.version})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.validFrom = date(row.times.validFrom),
      this.validTo = date(row.times.validTo),
      this.recordedFrom = datetime(row.times.recordedFrom),
      this.recordedTo = datetime(row.times.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:WORKS_AT]->(worksAtOffice)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
