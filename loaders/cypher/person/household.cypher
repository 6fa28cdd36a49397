// Purpose: the household to which a person belongs on the day asked about.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:MEMBER]-(next:Household)
WHERE next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
