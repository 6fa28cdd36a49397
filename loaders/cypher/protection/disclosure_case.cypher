// Purpose: the number of the case in which an office asks for a person's address.
// Row: next: a number
MATCH (this)-[:IN]->(_case:Case)
WITH _case.number AS next
