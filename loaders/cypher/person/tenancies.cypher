// Purpose: a person's tenancies on the day asked about.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:TO]-(next:Tenancy)
WHERE next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
  AND next.state <> 'WITHDRAWN'
