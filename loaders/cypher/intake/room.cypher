// Writes a batch of Room nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   properties: the other stored properties by name (sealed groups as bytes)
//   in: an id
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out:
//   a column that leads nowhere, a unitCode that is not that of the place, which stands there when none is given; a floor above the building's).
// Index: the constraints on Room(id), Building(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (inBuilding:Building {id: row.in})
WITH row, inBuilding,
  [column IN [
    CASE WHEN inBuilding IS NULL THEN 'in' END,
    CASE WHEN inBuilding.unitCode <> row.properties.unitCode THEN 'unitCode' END,
    CASE WHEN row.properties.floor > inBuilding.storeys THEN 'floor' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, inBuilding, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:Room {id: row.key.id})
    ON CREATE SET this += row.properties, this.unitCode = inBuilding.unitCode, this.isNew = true
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:IN]->(inBuilding)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
