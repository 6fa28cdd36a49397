// Purpose: the landlords that are legal persons, with a place in the jurisdiction or in one unit of it.
// Parameters: $unit (code or null), $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// Index: Building(unitCode, id), Room(unitCode, id)
CALL (jurisdiction) {
  MATCH (_p:Building) USING INDEX _p:Building(unitCode, id)
  WHERE _p.unitCode STARTS WITH coalesce($unit, jurisdiction) AND _p.id IS NOT NULL
  RETURN _p
  UNION ALL
  MATCH (_p:Room) USING INDEX _p:Room(unitCode, id)
  WHERE _p.unitCode STARTS WITH coalesce($unit, jurisdiction) AND _p.id IS NOT NULL
  RETURN _p
}
WITH _p WHERE coalesce($unit, jurisdiction) STARTS WITH jurisdiction
MATCH (_p)<-[:OF]-(_o:Ownership)-[:BY]->(next:Landlord)
WHERE _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
WITH DISTINCT next
MATCH (next)-[:IS]->(:Organisation) WHERE keyset
