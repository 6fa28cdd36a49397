// Purpose: the employers that are legal persons, with a workplace in the jurisdiction or in one unit of it.
// Parameters: $unit (code or null)
// Row: next
// Index: Workplace(unitCode, id)
MATCH (_w:Workplace) WHERE _w.unitCode STARTS WITH coalesce($unit, jurisdiction)
  AND _w.unitCode STARTS WITH jurisdiction
MATCH (_w)-[:OPERATED_BY]->(next:Employer)-[:IS]->(:Organisation)
WITH DISTINCT next WHERE keyset
