// Writes a batch of Case nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: id
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   concerns: an id
//   at: an id
//   openedBy: a fact
//   deputy: a fact or null
//   own: the columns whose target came in the same import
// Passed over without a word, because the answer may not tell who is in the register: a number that another Case holds.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Case(id), Person(id), Room(id), Building(id), Workplace(id), Organisation(id), Office(id), StaffMember(fact, version), Case(number).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (concernsPerson:Person {id: row.concerns})
  WHERE 'concerns' IN row.own
OPTIONAL MATCH (concernsRoom:Room {id: row.concerns})
OPTIONAL MATCH (concernsBuilding:Building {id: row.concerns})
OPTIONAL MATCH (concernsWorkplace:Workplace {id: row.concerns})
  WHERE 'concerns' IN row.own OR EXISTS { (concernsWorkplace)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation) }
OPTIONAL MATCH (concernsOrganisation:Organisation {id: row.concerns})
WITH *, coalesce(concernsPerson, concernsRoom, concernsBuilding, concernsWorkplace, concernsOrganisation) AS concernsTarget
OPTIONAL MATCH (atOffice:Office {id: row.at})
CALL (row) {
  OPTIONAL MATCH (member:StaffMember {fact: row.openedBy})
  RETURN member AS openedByStaffMember ORDER BY member.version DESC LIMIT 1
}
CALL (row) {
  OPTIONAL MATCH (member:StaffMember {fact: row.deputy})
  RETURN member AS deputyStaffMember ORDER BY member.version DESC LIMIT 1
}
OPTIONAL MATCH (holder:Case {number: row.properties.number})
WITH row, concernsTarget, atOffice, openedByStaffMember, deputyStaffMember, holder,
  [column IN [
    CASE WHEN concernsTarget IS NULL THEN 'concerns' END,
    CASE WHEN atOffice IS NULL THEN 'at' END,
    CASE WHEN openedByStaffMember IS NULL THEN 'openedBy' END,
    CASE WHEN row.deputy IS NOT NULL AND deputyStaffMember IS NULL THEN 'deputy' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, concernsTarget, atOffice, openedByStaffMember, deputyStaffMember, holder, unresolved) {
  WITH * WHERE isEmpty(unresolved) AND (holder IS NULL OR holder.id = row.key.id)
  MERGE (this:Case {id: row.key.id})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.openedAt = datetime(row.times.openedAt),
      this.endsAt = datetime(row.times.endsAt),
      this.closedAt = datetime(row.times.closedAt)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:CONCERNS]->(concernsTarget)
  CREATE (this)-[:AT]->(atOffice)
  CREATE (this)-[:OPENED_BY]->(openedByStaffMember)
  FOREACH (target IN CASE WHEN deputyStaffMember IS NULL THEN [] ELSE [deputyStaffMember] END | CREATE (this)-[:DEPUTY]->(target))
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
