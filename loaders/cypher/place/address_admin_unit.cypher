// Purpose: the community in which an address lies.
// Row: next
MATCH (this)-[:LOCATED_IN]->(next:AdminUnit)
