// Purpose: the rooms in the jurisdiction for which an agent holds a mandate, as themselves or by their building.
// Parameters: $asOf (ISO date), $knownAt (ISO instant)
// Row: next. A room's own `IN` is not walked: its residences hang on it too.
MATCH (this)<-[:TO]-(_m:Mandate)-[:FOR]->(_p)
WHERE _m.validFrom <= date($asOf) AND date($asOf) < _m.validTo
  AND _m.recordedFrom <= datetime($knownAt) AND datetime($knownAt) < _m.recordedTo
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
