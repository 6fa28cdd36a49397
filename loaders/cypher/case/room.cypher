// Purpose: the room which a case concerns.
// Row: next
MATCH (this)-[:CONCERNS]->(next:Room)
