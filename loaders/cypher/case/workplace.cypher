// Purpose: the workplace which a case concerns.
// Row: next
MATCH (this)-[:CONCERNS]->(next:Workplace)
