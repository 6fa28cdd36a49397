// Purpose: the building which a finding or a complaint is about.
// Row: next
MATCH (this)-[:ABOUT]->(next:Building) WHERE next.unitCode STARTS WITH jurisdiction
