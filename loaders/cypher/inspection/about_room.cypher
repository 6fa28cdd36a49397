// Purpose: the room which a finding or a complaint is about.
// Row: next
MATCH (this)-[:ABOUT]->(next:Room) WHERE next.unitCode STARTS WITH jurisdiction
