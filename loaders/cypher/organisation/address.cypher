// Purpose: the seat, if it lies in the jurisdiction.
// Row: next
MATCH (this)-[:AT]->(next:Address) WHERE next.unitCode STARTS WITH jurisdiction
