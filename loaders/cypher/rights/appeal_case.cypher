// Purpose: the case in which an appeal is answered.
// Row: next: its number
MATCH (this)-[:IN]->(_case:Case)
WITH _case.number AS next
