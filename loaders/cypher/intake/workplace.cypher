// Writes a batch of Workplace nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   properties: the other stored properties by name (sealed groups as bytes)
//   at: an id
//   operatedBy: an id
//   own: the columns whose target came in the same import
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out:
//   a column that leads nowhere, a unitCode that is not that of the place, which stands there when none is given).
// Index: the constraints on Workplace(id), Address(id), Employer(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (atAddress:Address {id: row.at})
OPTIONAL MATCH (operatedByEmployer:Employer {id: row.operatedBy})
  WHERE 'operatedBy' IN row.own OR EXISTS { (operatedByEmployer)-[:IS]->(:Organisation) }
WITH row, atAddress, operatedByEmployer,
  [column IN [
    CASE WHEN atAddress IS NULL THEN 'at' END,
    CASE WHEN atAddress.unitCode <> row.properties.unitCode THEN 'unitCode' END,
    CASE WHEN operatedByEmployer IS NULL THEN 'operatedBy' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, atAddress, operatedByEmployer, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:Workplace {id: row.key.id})
    ON CREATE SET this += row.properties, this.unitCode = atAddress.unitCode, this.isNew = true
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:AT]->(atAddress)
  CREATE (this)-[:OPERATED_BY]->(operatedByEmployer)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
