// Purpose: one finding about a place in the jurisdiction; a workplace is one that a legal person runs.
// Parameters: $id (uuid)
// Row: next
// Index: Finding.id
MATCH (next:Finding {id: $id})-[:ABOUT]->(_p)
WHERE (_p.unitCode STARTS WITH jurisdiction
  AND (NOT _p:Workplace OR EXISTS { MATCH (_p)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation) }))
