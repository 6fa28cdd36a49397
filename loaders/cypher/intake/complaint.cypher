// Writes a batch of Complaint nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   in: an id
//   about: an id
//   madeBy: an id or null
//   own: the columns whose target came in the same import
// Passed over without a word, because the answer may not tell who is in the register: a target of the same import that was passed over so.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Complaint(id), Case(id), Room(id), Building(id), Workplace(id), Person(id).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (inCase:Case {id: row.in})
OPTIONAL MATCH (aboutRoom:Room {id: row.about})
OPTIONAL MATCH (aboutBuilding:Building {id: row.about})
OPTIONAL MATCH (aboutWorkplace:Workplace {id: row.about})
  WHERE 'about' IN row.own OR EXISTS { (aboutWorkplace)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation) }
WITH *, coalesce(aboutRoom, aboutBuilding, aboutWorkplace) AS aboutTarget
OPTIONAL MATCH (madeByPerson:Person {id: row.madeBy})
WITH row, inCase, aboutTarget, madeByPerson,
  [column IN [
    CASE WHEN aboutTarget IS NULL THEN 'about' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, inCase, aboutTarget, madeByPerson, unresolved) {
  WITH * WHERE isEmpty(unresolved) AND inCase IS NOT NULL
  MERGE (this:Complaint {id: row.key.id})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.receivedOn = date(row.times.receivedOn),
      this.decidedOn = date(row.times.decidedOn)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:IN]->(inCase)
  CREATE (this)-[:ABOUT]->(aboutTarget)
  FOREACH (target IN CASE WHEN madeByPerson IS NULL THEN [] ELSE [madeByPerson] END | CREATE (this)-[:MADE_BY]->(target))
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
