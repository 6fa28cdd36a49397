// Purpose: the agents that are legal persons, with a mandate for a place in the jurisdiction or in one unit of it.
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
MATCH (_p)<-[:FOR]-(_m:Mandate)-[:TO]->(next:ManagingAgent)
WHERE _m.validFrom <= date($asOf) AND date($asOf) < _m.validTo
  AND _m.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _m.recordedTo
WITH DISTINCT next
MATCH (next)-[:IS]->(:Organisation) WHERE keyset
