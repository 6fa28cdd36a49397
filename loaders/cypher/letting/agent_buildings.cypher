// Purpose: the buildings in the jurisdiction for which an agent holds a mandate as a whole.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:TO]-(_m:Mandate)-[:FOR]->(next:Building)
WHERE next.unitCode STARTS WITH jurisdiction
  AND _m.validFrom <= date($asOf) AND date($asOf) < _m.validTo
  AND _m.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _m.recordedTo
WITH DISTINCT next WHERE keyset
