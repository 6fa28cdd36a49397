// Purpose: the landlords that are legal persons and own the building at an address, or a room in it.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:AT]-(:Building)<-[:IN*0..1]-(_p)<-[:OF]-(_o:Ownership)-[:BY]->(next:Landlord)
WHERE _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
WITH DISTINCT next
MATCH (next)-[:IS]->(:Organisation) WHERE keyset
