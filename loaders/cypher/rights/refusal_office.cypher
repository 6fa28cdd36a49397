// Purpose: the office that refused.
// Row: next
MATCH (this)-[:IN]->(:Case)-[:AT]->(next:Office)
