// Purpose: the rooms which a landlord owns in the jurisdiction, as themselves or by their building.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:BY]-(_o:Ownership)-[:OF]->(_p)
WHERE _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
MATCH (next:Room)-[:IN*0..1]->(_p) WHERE next.unitCode STARTS WITH jurisdiction
WITH DISTINCT next WHERE keyset
