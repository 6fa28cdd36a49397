// Purpose: this organisation as a landlord with a place in the jurisdiction.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:IS]-(next:Landlord)
WHERE EXISTS {
    MATCH (next)<-[:BY]-(_o:Ownership)-[:OF]->(_p) WHERE _p.unitCode STARTS WITH jurisdiction
      AND _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
  }
