// Writes a batch of AdminUnit nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   properties: the other stored properties by name (sealed groups as bytes)
//   partOf: an id or null
// A row whose code another node holds stays out.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on AdminUnit(id), AdminUnit(code).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (partOfAdminUnit:AdminUnit {id: row.partOf})
OPTIONAL MATCH (holder:AdminUnit {code: row.properties.code})
WITH row, partOfAdminUnit,
  [column IN [
    CASE WHEN row.partOf IS NOT NULL AND partOfAdminUnit IS NULL THEN 'partOf' END,
    CASE WHEN holder.id <> row.key.id THEN 'code' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, partOfAdminUnit, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:AdminUnit {id: row.key.id})
    ON CREATE SET this += row.properties, this.isNew = true
  WITH * WHERE this.isNew
  REMOVE this.isNew
  FOREACH (target IN CASE WHEN partOfAdminUnit IS NULL THEN [] ELSE [partOfAdminUnit] END | CREATE (this)-[:PART_OF]->(target))
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
