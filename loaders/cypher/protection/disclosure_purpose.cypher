// Purpose: what an office asks for a person's address for.
// Row: next: a purpose's id
MATCH (this)-[:IN]->(_case:Case)
WITH _case.purpose AS next
