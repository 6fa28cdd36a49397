// Purpose: who gave a mandate, if that is a legal person.
// Row: next
MATCH (this)-[:GIVEN_BY]->(next:Landlord)-[:IS]->(:Organisation)
