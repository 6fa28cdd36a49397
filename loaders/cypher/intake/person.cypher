// Writes a batch of Person nodes. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   properties: the other stored properties by name (sealed groups as bytes)
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Person(id).
CYPHER replan=skip
UNWIND $rows AS row
CALL (row) {
  MERGE (this:Person {id: row.key.id})
    ON CREATE SET this += row.properties, this.isNew = true
  WITH * WHERE this.isNew
  REMOVE this.isNew
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  [] AS unresolved
