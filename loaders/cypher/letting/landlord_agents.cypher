// Purpose: the agents that are legal persons and hold a landlord's mandate for a place in the jurisdiction.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:GIVEN_BY]-(_m:Mandate)
WHERE _m.validFrom <= date($asOf) AND date($asOf) < _m.validTo
  AND _m.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _m.recordedTo
  AND EXISTS { MATCH (_m)-[:FOR]->(_q) WHERE _q.unitCode STARTS WITH jurisdiction }
MATCH (_m)-[:TO]->(next:ManagingAgent)-[:IS]->(:Organisation)
WITH DISTINCT next WHERE keyset
