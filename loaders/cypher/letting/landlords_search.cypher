// Purpose: the landlords with a place in the jurisdiction, by words of their names.
// Parameters: $search (Lucene terms), $unit (code or null), $asOf (ISO date), $knownAt (ISO instant)
// Row: next
// Index: organisationName (full text, cjk)
CALL db.index.fulltext.queryNodes('organisationName', $search) YIELD node AS _organisation
MATCH (_organisation)<-[:IS]-(next:Landlord)
WHERE EXISTS {
    MATCH (next)<-[:BY]-(_o:Ownership)-[:OF]->(_p) WHERE _p.unitCode STARTS WITH jurisdiction
      AND ($unit IS NULL OR _p.unitCode STARTS WITH $unit)
      AND _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
  } AND keyset
