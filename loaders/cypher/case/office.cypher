// Purpose: the office that holds a case.
// Row: next
MATCH (this)-[:AT]->(next:Office)
