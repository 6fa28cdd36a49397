// Writes a batch of Tenancy nodes with their edges. A key that is known is left as it is.
// Parameters: rows, a list of maps:
//   index: place in the batch, from 0
//   key: what MERGE looks for: fact, version
//   times: dates and instants by name, as ISO 8601 texts
//   properties: the other stored properties by name (sealed groups as bytes)
//   lets: an id, or null: somebody rents in a unit
//   grantedBy: an id; null with a unit
//   to: an id
//   inUnit: an id, or null
//   isHidden: whether the graph may not tell room and landlord, but only the street
//   own: the columns whose target came in the same import
// Passed over without a word, because the answer may not tell who is in the register: a target of the same import that was passed over so.
// Row: one, with created (how many nodes are new) and unresolved (a list of [index, [column, ...]]; those stayed out).
// Index: the constraints on Tenancy(fact, version), Room(id), Landlord(id), Person(id), AdminUnit(id), AdminUnit(code).
CYPHER replan=skip
UNWIND $rows AS row
OPTIONAL MATCH (letsRoom:Room {id: row.lets})
OPTIONAL MATCH (grantedByLandlord:Landlord {id: row.grantedBy})
  WHERE 'grantedBy' IN row.own OR EXISTS { (grantedByLandlord)-[:IS]->(:Organisation) }
OPTIONAL MATCH (toPerson:Person {id: row.to})
OPTIONAL MATCH (inUnit:AdminUnit {id: row.inUnit})
OPTIONAL MATCH (itsUnit:AdminUnit {code: CASE WHEN row.isHidden THEN letsRoom.unitCode ELSE inUnit.code END})
OPTIONAL MATCH (itsUnit)-[:PART_OF]->(street:AdminUnit) WHERE itsUnit.level = 'COMMUNITY'
WITH row, toPerson, coalesce(street, itsUnit, letsRoom) AS place,
  CASE WHEN row.isHidden OR grantedByLandlord IS NULL THEN [] ELSE [grantedByLandlord] END AS landlords,
  [column IN [
    CASE WHEN row.lets IS NOT NULL AND letsRoom IS NULL THEN 'lets' END,
    CASE WHEN row.grantedBy IS NOT NULL AND grantedByLandlord IS NULL THEN 'grantedBy' END,
    CASE WHEN row.inUnit IS NOT NULL AND inUnit IS NULL THEN 'inUnit' END
  ] WHERE column IS NOT NULL] AS unresolved
CALL (row, toPerson, place, landlords, unresolved) {
  WITH * WHERE isEmpty(unresolved) AND toPerson IS NOT NULL
  MERGE (this:Tenancy {fact: row.key.fact, version: row.key.version})
    ON CREATE SET this += row.properties, this.isNew = true,
      this.validFrom = date(row.times.validFrom),
      this.validTo = date(row.times.validTo),
      this.recordedFrom = datetime(row.times.recordedFrom),
      this.recordedTo = datetime(row.times.recordedTo)
  WITH * WHERE this.isNew
  REMOVE this.isNew
  CREATE (this)-[:LETS]->(place)
  FOREACH (landlord IN landlords | CREATE (this)-[:GRANTED_BY]->(landlord))
  CREATE (this)-[:TO]->(toPerson)
  RETURN count(this) AS created
}
RETURN sum(created) AS created,
  collect(CASE WHEN NOT isEmpty(unresolved) THEN [row.index, unresolved] END) AS unresolved
