// Purpose: the mandates which an agent holds for places in the jurisdiction.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:TO]-(next:Mandate)
WHERE next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
  AND EXISTS { MATCH (next)-[:FOR]->(_q) WHERE _q.unitCode STARTS WITH jurisdiction } AND keyset
