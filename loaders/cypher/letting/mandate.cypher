// Purpose: one mandate by its id, if it was given for a place in the jurisdiction.
// Parameters: $id (uuid), $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// Index: Mandate.fact
MATCH (next:Mandate {fact: $id})
WHERE next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
  AND EXISTS { MATCH (next)-[:FOR]->(_q) WHERE _q.unitCode STARTS WITH jurisdiction }
