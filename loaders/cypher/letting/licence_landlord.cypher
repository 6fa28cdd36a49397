// Purpose: the landlord of a licence, if that is a legal person.
// Row: next
MATCH (this)-[:HELD_BY]->(next:Landlord)-[:IS]->(:Organisation)
