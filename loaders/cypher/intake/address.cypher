// Writes a batch of Address nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   properties: the other stored properties by name (sealed groups as bytes)
//   locatedIn: an id
//   longitude, latitude: degrees, WGS 84
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out:
//   a column that leads nowhere, a unitCode that is not that of the place, which stands there when none is given).
// Index: the constraints on Address(id), AdminUnit(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (locatedInAdminUnit:AdminUnit {id: row.locatedIn})
WITH row, locatedInAdminUnit,
  [column IN [
    CASE WHEN locatedInAdminUnit IS NULL THEN 'locatedIn' END,
    CASE WHEN locatedInAdminUnit.code <> row.properties.unitCode THEN 'unitCode' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, locatedInAdminUnit, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:Address {id: row.key.id})
    ON CREATE SET this += row.properties, this.unitCode = locatedInAdminUnit.code, this.point = point({longitude: row.longitude, latitude: row.latitude}), this.isNew = true
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:LOCATED_IN]->(locatedInAdminUnit)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
