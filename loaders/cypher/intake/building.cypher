// Writes a batch of Building nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   properties: the other stored properties by name (sealed groups as bytes)
//   at: an id
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out:
//   a column that leads nowhere, a unitCode that is not that of the place, which stands there when none is given).
// Index: the constraints on Building(id), Address(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (atAddress:Address {id: row.at})
WITH row, atAddress,
  [column IN [
    CASE WHEN atAddress IS NULL THEN 'at' END,
    CASE WHEN atAddress.unitCode <> row.properties.unitCode THEN 'unitCode' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, atAddress, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:Building {id: row.key.id})
    ON CREATE SET this += row.properties, this.unitCode = atAddress.unitCode, this.isNew = true
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:AT]->(atAddress)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
