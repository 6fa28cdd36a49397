// Purpose: the mandates that were given for a room, or for the building around it.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)-[:IN*0..1]->(_p)<-[:FOR]-(next:Mandate)
WHERE next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
WITH DISTINCT next WHERE keyset
