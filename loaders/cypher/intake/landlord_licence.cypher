// Writes a batch of LandlordLicence nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: fact, version
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   heldBy: an id
//   covers: a list of ids
//   own: the columns whose target came in the same import
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on LandlordLicence(fact, version), Landlord(id), Room(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (heldByLandlord:Landlord {id: row.heldBy})
  WHERE 'heldBy' IN row.own OR EXISTS { (heldByLandlord)-[:IS]->(:Organisation) }
CALL (row) {
  UNWIND row.covers AS target
  OPTIONAL MATCH (room:Room {id: target})
  RETURN collect(room) AS coversAll
}
WITH row, heldByLandlord, coversAll,
  [column IN [
    CASE WHEN heldByLandlord IS NULL THEN 'heldBy' END,
    CASE WHEN size(coversAll) < size(row.covers) THEN 'covers' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, heldByLandlord, coversAll, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:LandlordLicence {fact: row.key.fact, version: row.key.version})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.validFrom = date(row.times.validFrom),
      this.validTo = date(row.times.validTo),
      this.recordedFrom = datetime(row.times.recordedFrom),
      this.recordedTo = datetime(row.times.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:HELD_BY]->(heldByLandlord)
  FOREACH (target IN coversAll | CREATE (this)-[:COVERS]->(target))
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
