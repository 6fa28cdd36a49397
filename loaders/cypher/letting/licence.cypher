// Purpose: one licence by its number, however it was typed, if it covers a room in the jurisdiction.
// Parameters: $number (a list: as which it may be recorded), $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// Index: LandlordLicence.number
MATCH (next:LandlordLicence)
WHERE next.number IN $number
  AND next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
  AND EXISTS { MATCH (next)-[:COVERS]->(_r:Room) WHERE _r.unitCode STARTS WITH jurisdiction }
