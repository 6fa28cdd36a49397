// Purpose: take a test's protection away.
// Parameters: $person (id)
// Row: none
// Index: Person.id
MATCH (person:Person {id: $person})
SET person.isProtected = false
