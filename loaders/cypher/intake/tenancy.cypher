// Writes a batch of Tenancy nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: fact, version
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   lets: an id
//   grantedBy: an id
//   to: an id
//   own: the columns whose target came in the same import
// Passed over without a word, because the answer may not tell who is in the register: a target of the same import that was passed over so.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Tenancy(fact, version), Room(id), Landlord(id), Person(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (letsRoom:Room {id: row.lets})
OPTIONAL MATCH (grantedByLandlord:Landlord {id: row.grantedBy})
  WHERE 'grantedBy' IN row.own OR EXISTS { (grantedByLandlord)-[:IS]->(:Organisation) }
OPTIONAL MATCH (toPerson:Person {id: row.to})
WITH row, letsRoom, grantedByLandlord, toPerson,
  [column IN [
    CASE WHEN letsRoom IS NULL THEN 'lets' END,
    CASE WHEN grantedByLandlord IS NULL THEN 'grantedBy' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, letsRoom, grantedByLandlord, toPerson, unresolved) {
  WITH * WHERE isEmpty(unresolved) AND toPerson IS NOT NULL
  MERGE (this:Tenancy {fact: row.key.fact, version: row.key.version})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.validFrom = date(row.times.validFrom),
      this.validTo = date(row.times.validTo),
      this.recordedFrom = datetime(row.times.recordedFrom),
      this.recordedTo = datetime(row.times.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:LETS]->(letsRoom)
  CREATE (this)-[:GRANTED_BY]->(grantedByLandlord)
  CREATE (this)-[:TO]->(toPerson)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
