// Purpose: the repair orders on what a landlord owns in the jurisdiction.
// Parameters: $state (enum or null), $asOf (ISO date), $knownAt (ISO instant)
// Row: next
MATCH (this)<-[:BY]-(_o:Ownership)-[:OF]->(_p)
WHERE _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
CALL (_p) {
  WITH _p RETURN _p AS _place
  UNION ALL
  WITH _p WHERE _p:Building
  MATCH (_p)<-[:IN]-(_place:Room)
  RETURN _place
}
WITH DISTINCT _place WHERE _place.unitCode STARTS WITH jurisdiction
MATCH (_place)<-[:ABOUT]-(:Finding)<-[:REMEDIES]-(next:RepairOrder) WHERE ($state IS NULL OR next.state = $state) AND keyset
