// Purpose: one workplace of the jurisdiction, run by a legal person.
// Parameters: $id (uuid)
// Row: next
// Index: Workplace.id
MATCH (next:Workplace {id: $id})-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation)
WHERE next.unitCode STARTS WITH jurisdiction
