// Purpose: the mandates which a landlord gave for places in the jurisdiction.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:GIVEN_BY]-(next:Mandate)
WHERE next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
  AND EXISTS { MATCH (next)-[:FOR]->(_q) WHERE _q.unitCode STARTS WITH jurisdiction } AND keyset
