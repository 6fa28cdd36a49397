// Purpose: the rooms in the jurisdiction for which a mandate was given, as themselves or by their building.
// Row: next. A room's own `IN` is not walked: its residences hang on it too.
MATCH (this)-[:FOR]->(_p)
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
