// Purpose: the office that an appeal goes to, as `writes/appeal` finds it: the nearest one of the department above.
// Row: next
// Index: Office.client
MATCH (this)-[:IN]->(:Case)-[:AT]->(_office:Office)
OPTIONAL MATCH (_above:Office {client: _office.client})
WHERE _office.unitCode STARTS WITH _above.unitCode AND size(_above.unitCode) < size(_office.unitCode)
  AND _above.validTo IS NULL
WITH _office, _above ORDER BY size(_above.unitCode) DESC, _above.code LIMIT 1
WITH coalesce(_above, _office) AS next
