// Purpose: one repair order about a place in the jurisdiction; a workplace is one that a legal person runs.
// Parameters: $id (uuid)
// Row: next
// Index: RepairOrder.id
MATCH (next:RepairOrder {id: $id})-[:REMEDIES]->(:Finding)-[:ABOUT]->(_p)
WHERE (_p.unitCode STARTS WITH jurisdiction
  AND (NOT _p:Workplace OR EXISTS { MATCH (_p)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation) }))
