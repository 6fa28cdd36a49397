// Purpose: what the office that asks for a person's address is called today.
// Row: next: a name
MATCH (this)-[:IN]->(:Case)-[:AT]->(_office:Office)
WITH _office.name AS next
