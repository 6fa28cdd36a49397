// Purpose: the organisations that have their seat at an address, and own, manage or employ in the jurisdiction.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:AT]-(next:Organisation)
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
  }) AND keyset
