// Purpose: addresses of the jurisdiction by words of their full line, in Chinese or in Latin letters.
// Parameters: $search (Lucene terms, quoted by the gate), $unit (code or null)
// Row: next
// Index: addressText (full text, cjk)
CALL db.index.fulltext.queryNodes('addressText', $search) YIELD node AS next
WITH next WHERE next.unitCode STARTS WITH jurisdiction
  AND ($unit IS NULL OR next.unitCode STARTS WITH $unit) AND keyset
