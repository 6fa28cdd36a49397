// Purpose: one licence by its exact number, if it covers a room in the jurisdiction.
// Parameters: $number, $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// Index: LandlordLicence.number
MATCH (next:LandlordLicence {number: $number})
WHERE next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
  AND EXISTS { MATCH (next)-[:COVERS]->(_r:Room) WHERE _r.unitCode STARTS WITH jurisdiction }
