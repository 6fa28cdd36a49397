// Purpose: the appeal for which a case was opened.
// Row: next
MATCH (this)<-[:IN]-(next:Appeal)
