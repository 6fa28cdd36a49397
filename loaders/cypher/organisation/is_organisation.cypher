// Purpose: the legal person behind a landlord, an agent or an employer.
// Row: next
MATCH (this)-[:IS]->(next:Organisation)
