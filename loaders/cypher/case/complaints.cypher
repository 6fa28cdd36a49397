// Purpose: the complaints in a case.
// Row: next
MATCH (this)<-[:IN]-(next:Complaint)
