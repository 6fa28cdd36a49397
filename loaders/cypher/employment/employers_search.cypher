// Purpose: the employers with a workplace in the jurisdiction, by words of their names.
// Parameters: $search (Lucene terms), $unit (code or null)
// Row: next
// Index: organisationName (full text, cjk)
CALL db.index.fulltext.queryNodes('organisationName', $search) YIELD node AS _organisation
MATCH (_organisation)<-[:IS]-(next:Employer)
WHERE EXISTS { MATCH (next)<-[:OPERATED_BY]-(_w:Workplace) WHERE _w.unitCode STARTS WITH jurisdiction AND ($unit IS NULL OR _w.unitCode STARTS WITH $unit) } AND keyset
