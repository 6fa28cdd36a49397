// Purpose: what the refused case was for.
// Row: next: a purpose
MATCH (this)-[:IN]->(_case:Case)
WITH _case.purpose AS next
