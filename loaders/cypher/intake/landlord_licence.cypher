// Writes a batch of LandlordLicence nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   properties: the stored properties by name (dates and instants as ISO 8601 texts; sealed groups as bytes)
//   heldBy: an id
//   covers: a list of ids
//   own: the columns whose target came in the same import
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on LandlordLicence(fact, version), Landlord(id), Room(id).
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
  MERGE (this:LandlordLicence {fact: row.properties.fact, version: row.properties.version})
    ON CREATE SET this = row.properties, this.isNew = true,
      this.validFrom = date(row.properties.validFrom),
      this.validTo = date(row.properties.validTo),
      this.recordedFrom = datetime(row.properties.recordedFrom),
      this.recordedTo = datetime(row.properties.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:HELD_BY]->(heldByLandlord)
  FOREACH (target IN coversAll | CREATE (this)-[:COVERS]->(target))
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
