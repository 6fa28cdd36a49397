// Purpose: the room of a residence.
// Row: next
MATCH (this)-[:IN]->(next:Room)
