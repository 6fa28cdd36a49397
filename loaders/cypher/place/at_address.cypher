// Purpose: the address of a building or an office.
// Row: next
MATCH (this)-[:AT]->(next:Address)
