// Purpose: the orders in a case.
// Row: next
MATCH (this)<-[:IN]-(next:RepairOrder)
