// Purpose: one complaint about a place in the jurisdiction that belongs to an inspection; a workplace is one that a legal person runs.
// Parameters: $id (uuid)
// Row: next
// Index: Complaint.id
MATCH (next:Complaint {id: $id})-[:IN]->(_case:Case) WHERE _case.kind IN ['HOUSING_INSPECTION', 'LABOUR_INSPECTION']
MATCH (next)-[:ABOUT]->(_p)
WHERE (_p.unitCode STARTS WITH jurisdiction
  AND (NOT _p:Workplace OR EXISTS { MATCH (_p)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation) }))
