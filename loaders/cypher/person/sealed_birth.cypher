// Purpose: the sealed birth date.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:OF]-(_details:PersonDetails)
WHERE _details.validFrom <= date($asOf) AND date($asOf) < _details.validTo
  AND _details.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _details.recordedTo
WITH _details.sealedPersonBirth AS next
