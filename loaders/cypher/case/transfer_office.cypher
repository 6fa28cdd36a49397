// Purpose: the office to which a case is to go, if its resident assents.
// Row: next
MATCH (this)<-[:IN]-(:CaseTransfer)-[:TO]->(next:Office)
