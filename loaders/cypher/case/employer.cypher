// Purpose: the legal person that runs the workplace which a case concerns.
// Row: next
MATCH (this)-[:CONCERNS]->(:Workplace)-[:OPERATED_BY]->(next:Employer)-[:IS]->(:Organisation)
