// Purpose: the licences that cover a room.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// A resident's record leads to a home anywhere: what others know of it is for the offices there.
MATCH (this)<-[:COVERS]-(next:LandlordLicence)
WHERE this.unitCode STARTS WITH jurisdiction AND next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
