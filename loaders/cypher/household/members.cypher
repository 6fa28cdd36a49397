// Purpose: who belongs to a household.
// Row: next
MATCH (this)-[:MEMBER]->(next:Person)
