// Purpose: one organisation that owns, manages or employs in the jurisdiction.
// Parameters: $id (uuid), $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// Index: Organisation.id
MATCH (next:Organisation {id: $id})
WHERE (EXISTS { MATCH (next)<-[:IS]-(_e:Employer)<-[:OPERATED_BY]-(_w:Workplace) WHERE _w.unitCode STARTS WITH jurisdiction }
  OR EXISTS {
    MATCH (next)<-[:IS]-(:Landlord)<-[:BY]-(_o:Ownership)-[:OF]->(_p) WHERE _p.unitCode STARTS WITH jurisdiction
      AND _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
  }
  OR EXISTS {
    MATCH (next)<-[:IS]-(:ManagingAgent)<-[:TO]-(_m:Mandate)-[:FOR]->(_q) WHERE _q.unitCode STARTS WITH jurisdiction
      AND _m.validFrom <= date($asOf) AND date($asOf) < _m.validTo
  AND _m.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _m.recordedTo
  })
