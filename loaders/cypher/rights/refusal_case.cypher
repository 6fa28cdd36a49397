// Purpose: the case that was refused.
// Row: next: its number
MATCH (this)-[:IN]->(_case:Case)
WITH _case.number AS next
