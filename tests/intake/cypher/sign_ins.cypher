// Purpose: how many sign-ins each of these persons has.
// Parameters: persons, a list of ids
// Row: a person's id, and how many
// Index: Person.id
MATCH (person:Person) WHERE person.id IN $persons
RETURN person.id AS person, COUNT { (person)<-[:OF]-(:SignIn) } AS signIns
