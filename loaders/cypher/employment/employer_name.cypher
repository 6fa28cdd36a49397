// Purpose: the registered name of the employer behind a workplace, if it is a legal person.
// Row: next
MATCH (this)-[:OPERATED_BY]->(:Employer)-[:IS]->(_organisation:Organisation)
WITH _organisation.legalName AS next
