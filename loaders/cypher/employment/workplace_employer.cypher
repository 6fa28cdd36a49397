// Purpose: who runs a workplace, if that is a legal person.
// Row: next
MATCH (this)-[:OPERATED_BY]->(next:Employer)-[:IS]->(:Organisation)
