// Purpose: the workplace which a finding or a complaint is about, if a legal person runs it.
// Row: next
MATCH (this)-[:ABOUT]->(next:Workplace)-[:OPERATED_BY]->(:Employer)-[:IS]->(:Organisation)
WHERE next.unitCode STARTS WITH jurisdiction
