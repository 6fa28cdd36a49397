// Purpose: buildings of the jurisdiction by words of their address.
// Parameters: $search (Lucene terms), $unit (code or null)
// Row: next
// Index: addressText (full text, cjk)
CALL db.index.fulltext.queryNodes('addressText', $search) YIELD node AS _a
WITH _a WHERE _a.unitCode STARTS WITH jurisdiction
  AND ($unit IS NULL OR _a.unitCode STARTS WITH $unit)
MATCH (_a)<-[:AT]-(next:Building) WHERE keyset
