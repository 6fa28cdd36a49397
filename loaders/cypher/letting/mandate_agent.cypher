// Purpose: who holds a mandate, if that is a legal person.
// Row: next
MATCH (this)-[:TO]->(next:ManagingAgent)-[:IS]->(:Organisation)
