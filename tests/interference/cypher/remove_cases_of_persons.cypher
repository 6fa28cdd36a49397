// Purpose: take away the cases about persons, with what lies in them.
// Parameters: persons, a list of ids
// Row: none
// Index: Person(id)
MATCH (person:Person) WHERE person.id IN $persons
MATCH (person)<-[:CONCERNS]-(case:Case)
OPTIONAL MATCH (case)<-[:IN]-(part)
DETACH DELETE part, case
