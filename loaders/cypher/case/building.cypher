// Purpose: the building which a case concerns.
// Row: next
MATCH (this)-[:CONCERNS]->(next:Building)
