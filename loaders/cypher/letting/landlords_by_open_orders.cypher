// Purpose: landlords with how many repair orders stand open on what they own in the jurisdiction, or in one unit of it: who has
//   most comes first.
// Parameters: $unit (code or null), $asOf (ISO date), $knownAt (ISO instant)
// Row: next, _rank (that number, negative)
CALL (this, jurisdiction) {
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
  WITH DISTINCT _place
  WHERE _place.unitCode STARTS WITH jurisdiction AND _place.unitCode STARTS WITH coalesce($unit, jurisdiction)
  MATCH (_place)<-[:ABOUT]-(:Finding)<-[:REMEDIES]-(_order:RepairOrder)
  WHERE _order.state IN ['ISSUED', 'OVERDUE', 'APPEALED']
  RETURN count(DISTINCT _order) AS _count
}
WITH this AS next, -_count AS _rank WHERE keyset
