// Purpose: when it was asked for that a case goes elsewhere.
// Row: next
MATCH (this)<-[:IN]-(_transfer:CaseTransfer)
WITH _transfer.requestedAt AS next
