// Purpose: the workplaces of the jurisdiction, by words of the name of the legal person who runs them.
// Parameters: $search (Lucene terms), $unit (code or null)
// Row: next
// Index: organisationName (full text, cjk)
CALL db.index.fulltext.queryNodes('organisationName', $search) YIELD node AS _organisation
MATCH (_organisation)<-[:IS]-(:Employer)<-[:OPERATED_BY]-(next:Workplace)
WHERE next.unitCode STARTS WITH jurisdiction AND ($unit IS NULL OR next.unitCode STARTS WITH $unit) AND keyset
