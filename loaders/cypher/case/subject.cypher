// Purpose: the subject which a case concerns.
// Row: next
MATCH (this)-[:CONCERNS]->(next:Person)
