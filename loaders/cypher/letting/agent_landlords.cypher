// Purpose: the landlords that are legal persons and gave an agent a mandate for a place in the jurisdiction.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:TO]-(_m:Mandate)
WHERE _m.validFrom <= date($asOf) AND date($asOf) < _m.validTo
  AND _m.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _m.recordedTo
  AND EXISTS { MATCH (_m)-[:FOR]->(_q) WHERE _q.unitCode STARTS WITH jurisdiction }
MATCH (_m)-[:GIVEN_BY]->(next:Landlord)-[:IS]->(:Organisation)
WITH DISTINCT next WHERE keyset
