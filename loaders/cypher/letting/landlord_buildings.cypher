// Purpose: the buildings which a landlord owns as a whole, in the jurisdiction.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:BY]-(_o:Ownership)-[:OF]->(next:Building)
WHERE next.unitCode STARTS WITH jurisdiction
  AND _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
WITH DISTINCT next WHERE keyset
