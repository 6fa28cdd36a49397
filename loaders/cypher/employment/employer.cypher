// Purpose: one employer that is a legal person, with a workplace in the jurisdiction.
// Parameters: $id (uuid)
// Row: next
// Index: Employer.id
MATCH (next:Employer {id: $id})-[:IS]->(:Organisation)
WHERE EXISTS { MATCH (next)<-[:OPERATED_BY]-(_w:Workplace) WHERE _w.unitCode STARTS WITH jurisdiction }
