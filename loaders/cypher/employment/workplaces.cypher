// Purpose: the workplaces of the jurisdiction, or of one unit in it, run by legal persons.
// Parameters: $unit (code or null)
// Row: next
// Index: Workplace(unitCode, id)
MATCH (next:Workplace)-[:OPERATED_BY]->(_e:Employer)-[:IS]->(:Organisation)
WHERE next.unitCode STARTS WITH coalesce($unit, jurisdiction)
  AND next.unitCode STARTS WITH jurisdiction AND keyset
