// Writes a batch of Ownership nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: fact, version
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   of: an id
//   by: an id
//   own: the columns whose target came in the same import
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Ownership(fact, version), Building(id), Room(id), Landlord(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (ofBuilding:Building {id: row.of})
OPTIONAL MATCH (ofRoom:Room {id: row.of})
WITH *, coalesce(ofBuilding, ofRoom) AS ofTarget
OPTIONAL MATCH (byLandlord:Landlord {id: row.by})
  WHERE 'by' IN row.own OR EXISTS { (byLandlord)-[:IS]->(:Organisation) }
WITH row, ofTarget, byLandlord,
  [column IN [
    CASE WHEN ofTarget IS NULL THEN 'of' END,
    CASE WHEN byLandlord IS NULL THEN 'by' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, ofTarget, byLandlord, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:Ownership {fact: row.key.fact, version: row.key.version})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.validFrom = date(row.times.validFrom),
      this.validTo = date(row.times.validTo),
      this.recordedFrom = datetime(row.times.recordedFrom),
      this.recordedTo = datetime(row.times.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:OF]->(ofTarget)
  CREATE (this)-[:BY]->(byLandlord)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
