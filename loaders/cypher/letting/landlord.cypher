// Purpose: one landlord that is a legal person, with a place in the jurisdiction.
// Parameters: $id (uuid), $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// Index: Landlord.id
MATCH (next:Landlord {id: $id})-[:IS]->(:Organisation)
WHERE EXISTS {
    MATCH (next)<-[:BY]-(_o:Ownership)-[:OF]->(_p) WHERE _p.unitCode STARTS WITH jurisdiction
      AND _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
  }
