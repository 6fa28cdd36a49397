// Purpose: take away the facts that persons own, of whatever kind.
// Parameters: persons, a list of ids
// Row: none
// Index: Person(id)
MATCH (person:Person) WHERE person.id IN $persons
MATCH (person)<-[:OF|TO|MEMBER|BY|FOR|GIVEN_BY]-(fact)
DETACH DELETE fact
