// Writes a batch of Residence nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: fact, version
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   of: an id
//   in: an id, or null: somebody lives in a unit
//   inUnit: an id, or null
//   isHidden: whether the graph may not tell the room, but only its street
// Passed over without a word, because the answer may not tell who is in the register: a target of the same import that was passed over so.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Residence(fact, version), Person(id), Room(id), AdminUnit(id), AdminUnit(code).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (ofPerson:Person {id: row.of})
OPTIONAL MATCH (inRoom:Room {id: row.in})
OPTIONAL MATCH (inUnit:AdminUnit {id: row.inUnit})
OPTIONAL MATCH (itsUnit:AdminUnit {code: CASE WHEN row.isHidden THEN inRoom.unitCode ELSE inUnit.code END})
OPTIONAL MATCH (itsUnit)-[:PART_OF]->(street:AdminUnit) WHERE itsUnit.level = 'COMMUNITY'
WITH row, ofPerson, coalesce(street, itsUnit, inRoom) AS place,
  [column IN [
    CASE WHEN row.in IS NOT NULL AND inRoom IS NULL THEN 'in' END,
    CASE WHEN row.inUnit IS NOT NULL AND inUnit IS NULL THEN 'inUnit' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, ofPerson, place, unresolved) {
  WITH * WHERE isEmpty(unresolved) AND ofPerson IS NOT NULL
  MERGE (this:Residence {fact: row.key.fact, version: row.key.version})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.validFrom = date(row.times.validFrom),
      this.validTo = date(row.times.validTo),
      this.recordedFrom = datetime(row.times.recordedFrom),
      this.recordedTo = datetime(row.times.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:OF]->(ofPerson)
  CREATE (this)-[:IN]->(place)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
