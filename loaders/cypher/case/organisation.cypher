// Purpose: the organisation which a case concerns.
// Row: next
MATCH (this)-[:CONCERNS]->(next:Organisation)
