// Purpose: a person's employments on the day asked about.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:OF]-(next:Employment)
WHERE next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
  AND next.state <> 'WITHDRAWN'
