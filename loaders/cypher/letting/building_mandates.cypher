// Purpose: the mandates that were given for a building as a whole.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// A resident's record leads to a home anywhere: what others know of it is for the offices there.
MATCH (this)<-[:FOR]-(next:Mandate)
WHERE this.unitCode STARTS WITH jurisdiction AND next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo AND keyset
