// Purpose: the number of the case in which an objection is answered.
// Row: next: a number
MATCH (this)-[:IN]->(_case:Case)
WITH _case.number AS next
