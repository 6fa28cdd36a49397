// Writes a batch of Mandate nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: fact, version
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   givenBy: an id
//   to: an id
//   for: a list of ids
//   own: the columns whose target came in the same import
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Mandate(fact, version), Landlord(id), ManagingAgent(id), Building(id), Room(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (givenByLandlord:Landlord {id: row.givenBy})
  WHERE 'givenBy' IN row.own OR EXISTS { (givenByLandlord)-[:IS]->(:Organisation) }
OPTIONAL MATCH (toManagingAgent:ManagingAgent {id: row.to})
  WHERE 'to' IN row.own OR EXISTS { (toManagingAgent)-[:IS]->(:Organisation) }
CALL (row) {
  UNWIND row.for AS target
  OPTIONAL MATCH (building:Building {id: target})
  OPTIONAL MATCH (room:Room {id: target})
  RETURN collect(coalesce(building, room)) AS forAll
}
WITH row, givenByLandlord, toManagingAgent, forAll,
  [column IN [
    CASE WHEN givenByLandlord IS NULL THEN 'givenBy' END,
    CASE WHEN toManagingAgent IS NULL THEN 'to' END,
    CASE WHEN size(forAll) < size(row.for) THEN 'for' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, givenByLandlord, toManagingAgent, forAll, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:Mandate {fact: row.key.fact, version: row.key.version})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.validFrom = date(row.times.validFrom),
      this.validTo = date(row.times.validTo),
      this.recordedFrom = datetime(row.times.recordedFrom),
      this.recordedTo = datetime(row.times.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:GIVEN_BY]->(givenByLandlord)
  CREATE (this)-[:TO]->(toManagingAgent)
  FOREACH (target IN forAll | CREATE (this)-[:FOR]->(target))
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
