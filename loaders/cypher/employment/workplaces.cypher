// Purpose: the workplaces of the jurisdiction, or of one unit in it, run by legal persons.
// Parameters: $unit (code or null)
// Row: next
// Index: Workplace(unitCode, id)
MATCH (next:Workplace) USING INDEX next:Workplace(unitCode, id)
WHERE next.unitCode STARTS WITH coalesce($unit, jurisdiction) AND next.id IS NOT NULL
  AND coalesce($unit, jurisdiction) STARTS WITH jurisdiction AND keyset
MATCH (next)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation)
