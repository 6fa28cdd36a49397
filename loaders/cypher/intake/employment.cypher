// Writes a batch of Employment nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: fact, version
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   of: an id
//   at: an id
//   own: the columns whose target came in the same import
// Passed over without a word, because the answer may not tell who is in the register: a target of the same import that was passed over so.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Employment(fact, version), Person(id), Workplace(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (ofPerson:Person {id: row.of})
OPTIONAL MATCH (atWorkplace:Workplace {id: row.at})
  WHERE 'at' IN row.own OR EXISTS { (atWorkplace)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation) }
WITH row, ofPerson, atWorkplace,
  [column IN [
    CASE WHEN atWorkplace IS NULL THEN 'at' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, ofPerson, atWorkplace, unresolved) {
  WITH * WHERE isEmpty(unresolved) AND ofPerson IS NOT NULL
  MERGE (this:Employment {fact: row.key.fact, version: row.key.version})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.validFrom = date(row.times.validFrom),
      this.validTo = date(row.times.validTo),
      this.recordedFrom = datetime(row.times.recordedFrom),
      this.recordedTo = datetime(row.times.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:OF]->(ofPerson)
  CREATE (this)-[:AT]->(atWorkplace)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
