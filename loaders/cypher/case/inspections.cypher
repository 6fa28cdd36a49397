// Purpose: the inspections in a case.
// Row: next
MATCH (this)<-[:IN]-(next:Inspection)
