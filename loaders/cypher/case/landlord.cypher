// Purpose: the legal person that owns the room or building which a case concerns.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)-[:CONCERNS]->(_place:Room|Building)
MATCH (_place)-[:IN*0..1]->(_p)<-[:OF]-(_o:Ownership)-[:BY]->(next:Landlord)-[:IS]->(:Organisation)
WHERE _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
WITH next ORDER BY next.id
