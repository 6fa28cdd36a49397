// Purpose: the address of a residence.
// Row: next
MATCH (this)-[:IN]->(:Room)-[:IN]->(:Building)-[:AT]->(next:Address)
