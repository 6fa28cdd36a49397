// Purpose: the rooms which a landlord owns in the jurisdiction, as themselves or by their building.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next. A room's own `IN` is not walked: its residences hang on it too.
MATCH (this)<-[:BY]-(_o:Ownership)-[:OF]->(_p)
WHERE _o.validFrom <= date($asOf) AND date($asOf) < _o.validTo
  AND _o.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _o.recordedTo
CALL (_p) {
  WITH _p WHERE _p:Room
  RETURN _p AS next
  UNION ALL
  WITH _p WHERE _p:Building
  MATCH (_p)<-[:IN]-(next:Room)
  RETURN next
}
WITH next WHERE next.unitCode STARTS WITH jurisdiction
WITH DISTINCT next WHERE keyset
