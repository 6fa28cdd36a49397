// Purpose: the finding which an order is to remedy.
// Row: next
MATCH (this)-[:REMEDIES]->(next:Finding)
