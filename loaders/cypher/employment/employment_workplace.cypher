// Purpose: where a person works by one employment.
// Row: next
MATCH (this)-[:AT]->(next:Workplace)
