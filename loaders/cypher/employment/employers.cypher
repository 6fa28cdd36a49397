// Purpose: the employers that are legal persons, with a workplace in the jurisdiction or in one unit of it.
// Parameters: $unit (code or null)
// Row: next
// Index: Workplace(unitCode, id)
MATCH (_w:Workplace) USING INDEX _w:Workplace(unitCode, id)
WHERE _w.unitCode STARTS WITH coalesce($unit, jurisdiction) AND _w.id IS NOT NULL
  AND coalesce($unit, jurisdiction) STARTS WITH jurisdiction
MATCH (_w)-[:OPERATED_BY]->(next:Employer)-[:IS]->(:Organisation)
WITH DISTINCT next WHERE keyset
