// Purpose: the sealed name of a party.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next (bytes)
WITH this.person AS _person
MATCH (_person)<-[:OF]-(_details:PersonDetails)
WHERE _details.validFrom <= date($asOf) AND date($asOf) < _details.validTo
  AND _details.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _details.recordedTo
WITH _details.sealedPersonName AS next
