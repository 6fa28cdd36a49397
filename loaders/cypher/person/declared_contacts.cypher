// Purpose: the contacts which a person declared.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:OF]-(next:DeclaredContact)
WHERE next.validFrom <= date($asOf) AND date($asOf) < next.validTo
  AND next.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < next.recordedTo
