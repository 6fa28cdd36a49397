// Purpose: the agents with a mandate for a place in the jurisdiction, by words of their names.
// Parameters: $search (Lucene terms), $unit (code or null), $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// Index: organisationName (full text, cjk)
CALL db.index.fulltext.queryNodes('organisationName', $search) YIELD node AS _organisation
MATCH (_organisation)<-[:IS]-(next:ManagingAgent)
WHERE EXISTS {
    MATCH (next)<-[:TO]-(_m:Mandate)-[:FOR]->(_q) WHERE _q.unitCode STARTS WITH jurisdiction
      AND ($unit IS NULL OR _q.unitCode STARTS WITH $unit)
      AND _m.validFrom <= date($asOf) AND date($asOf) < _m.validTo
  AND _m.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _m.recordedTo
  } AND keyset
