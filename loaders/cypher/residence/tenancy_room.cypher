// Purpose: the room of a tenancy.
// Row: next
MATCH (this)-[:LETS]->(next:Room)
