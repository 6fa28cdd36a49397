// Purpose: the mandates that were given for a room, or for the building around it.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// A resident's record leads to a home anywhere: what others know of it is for the offices there.
MATCH (this)-[:IN*0..1]->(_p)<-[:FOR]-(next:Mandate)
WHERE this.unitCode STARTS WITH jurisdiction AND next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
WITH DISTINCT next WHERE keyset
