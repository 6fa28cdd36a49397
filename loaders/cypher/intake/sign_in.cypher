// Writes a batch of SignIn nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   properties: the other stored properties by name (sealed groups as bytes)
//   of: an id
// Passed over without a word, because the answer may not tell who is in the register: a signInHash that another SignIn holds;
//   whoever has a sign-in already, for it is imported once for a person; a target of the same import that was passed over so.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on SignIn(id), Person(id), SignIn(signInHash).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (ofPerson:Person {id: row.of})
OPTIONAL MATCH (holder:SignIn {signInHash: row.properties.signInHash})
CALL (row, ofPerson, holder) {
  WITH * WHERE ofPerson IS NOT NULL AND (holder IS NULL OR holder.id = row.key.id)
    AND NOT EXISTS { (ofPerson)<-[:OF]-(:SignIn) }
  MERGE (this:SignIn {id: row.key.id})
    ON CREATE SET this += row.properties, this.isNew = true
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:OF]->(ofPerson)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  [] AS unresolved
