// Purpose: the building of a room.
// Row: next
MATCH (this)-[:IN]->(next:Building)
