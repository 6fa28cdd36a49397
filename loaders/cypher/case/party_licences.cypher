// Purpose: the numbers of a landlord's licences that cover the room of a case, or a room of its building; no other licence of theirs.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next (a list; empty for whoever is no landlord)
WITH this.party AS _party, this.place AS _place
WITH COLLECT {
  MATCH (_party)<-[:HELD_BY]-(_licence:LandlordLicence)-[:COVERS]->(_room:Room)-[:IN*0..1]->(_place)
  WHERE _licence.validFrom <= date($asOf) AND date($asOf) < _licence.validTo
    AND _licence.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _licence.recordedTo
  RETURN DISTINCT _licence.number AS number ORDER BY number
} AS next
