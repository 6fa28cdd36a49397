// Purpose: the landlords that are legal persons and own a building or a room, or the building around it.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// A resident's record leads to a home anywhere: what others know of it is for the offices there.
MATCH (this)-[:IN*0..1]->(_p)<-[:OF]-(_o:Ownership)-[:BY]->(next:Landlord)-[:IS]->(:Organisation)
WHERE this.unitCode STARTS WITH jurisdiction AND _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
WITH DISTINCT next
