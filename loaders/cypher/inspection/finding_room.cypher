// Purpose: the room which a finding is about.
// Row: next
MATCH (this)-[:ABOUT]->(next:Room)
