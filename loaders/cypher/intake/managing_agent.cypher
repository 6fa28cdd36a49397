// Writes a batch of ManagingAgent nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   properties: the other stored properties by name (sealed groups as bytes)
//   is: an id
//   own: the columns whose target came in the same import
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on ManagingAgent(id), Organisation(id), Person(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (isOrganisation:Organisation {id: row.is})
OPTIONAL MATCH (isPerson:Person {id: row.is})
  WHERE 'is' IN row.own
WITH *, coalesce(isOrganisation, isPerson) AS isTarget
WITH row, isTarget,
  [column IN [
    CASE WHEN isTarget IS NULL THEN 'is' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, isTarget, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:ManagingAgent {id: row.key.id})
    ON CREATE SET this += row.properties, this.isNew = true
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:IS]->(isTarget)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
