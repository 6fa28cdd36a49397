// Purpose: the licences which a landlord holds for rooms in the jurisdiction.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:HELD_BY]-(next:LandlordLicence)
WHERE next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
  AND EXISTS { MATCH (next)-[:COVERS]->(_r:Room) WHERE _r.unitCode STARTS WITH jurisdiction } AND keyset
