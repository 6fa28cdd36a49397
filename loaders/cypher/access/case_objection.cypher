// Purpose: the objection for which a case was opened.
// Row: next
MATCH (this)<-[:IN]-(next:Objection)
