// Purpose: organisations that own, manage or employ in the jurisdiction, by words of their names.
// Parameters: $search (Lucene terms, quoted by the gate), $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// Index: organisationName (full text, cjk)
CALL db.index.fulltext.queryNodes('organisationName', $search) YIELD node AS next
WITH next WHERE (EXISTS { MATCH (next)<-[:IS]-(_e:Employer)<-[:OPERATED_BY]-(_w:Workplace) WHERE _w.unitCode STARTS WITH jurisdiction }
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
