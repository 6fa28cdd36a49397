// Writes a batch of DeclaredContact nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: fact, version
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   of: an id
//   is: an id or null
// Passed over without a word, because the answer may not tell who is in the register: a target of the same import that was passed over so.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on DeclaredContact(fact, version), Person(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (ofPerson:Person {id: row.of})
OPTIONAL MATCH (isPerson:Person {id: row.is})
CALL (row, ofPerson, isPerson) {
  WITH * WHERE ofPerson IS NOT NULL
  MERGE (this:DeclaredContact {fact: row.key.fact, version: row.key.version})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.validFrom = date(row.times.validFrom),
      this.validTo = date(row.times.validTo),
      this.recordedFrom = datetime(row.times.recordedFrom),
      this.recordedTo = datetime(row.times.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:OF]->(ofPerson)
  FOREACH (target IN CASE WHEN isPerson IS NULL THEN [] ELSE [isPerson] END | CREATE (this)-[:IS]->(target))
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  [] AS unresolved
