// Purpose: take away persons themselves, with every relationship that leads to them.
// Parameters: persons, a list of ids
// Row: none
// Index: Person(id)
MATCH (person:Person) WHERE person.id IN $persons
DETACH DELETE person
