// Purpose: the findings in a case.
// Row: next
MATCH (this)<-[:IN]-(next:Finding)
