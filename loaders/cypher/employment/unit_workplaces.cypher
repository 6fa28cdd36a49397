// Purpose: the workplaces of a unit and of those below it, run by legal persons.
// Row: next
// Index: Workplace(unitCode, id)
MATCH (next:Workplace) USING INDEX next:Workplace(unitCode, id)
WHERE next.unitCode STARTS WITH this.code AND next.id IS NOT NULL AND next.unitCode STARTS WITH jurisdiction AND keyset
MATCH (next)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation)
