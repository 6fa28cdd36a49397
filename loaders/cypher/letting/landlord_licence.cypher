// Purpose: one licence by its id, if it covers a room in the jurisdiction.
// Parameters: $id (uuid), $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// Index: LandlordLicence.fact
MATCH (next:LandlordLicence {fact: $id})
WHERE next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
  AND EXISTS { MATCH (next)-[:COVERS]->(_r:Room) WHERE _r.unitCode STARTS WITH jurisdiction }
