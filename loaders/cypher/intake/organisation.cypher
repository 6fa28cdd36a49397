// Writes a batch of Organisation nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   properties: the other stored properties by name (sealed groups as bytes)
//   at: an id or null
// A row whose legalIdentifier another node holds stays out.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Organisation(id), Address(id), Organisation(legalIdentifier).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (atAddress:Address {id: row.at})
OPTIONAL MATCH (holder:Organisation {legalIdentifier: row.properties.legalIdentifier})
WITH row, atAddress,
  [column IN [
    CASE WHEN row.at IS NOT NULL AND atAddress IS NULL THEN 'at' END,
    CASE WHEN holder.id <> row.key.id THEN 'legalIdentifier' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, atAddress, unresolved) {
  WITH * WHERE isEmpty(unresolved)
  MERGE (this:Organisation {id: row.key.id})
    ON CREATE SET this += row.properties, this.isNew = true
  WITH * WHERE this.isNew
  REMOVE this.isNew
  FOREACH (target IN CASE WHEN atAddress IS NULL THEN [] ELSE [atAddress] END | CREATE (this)-[:AT]->(target))
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
