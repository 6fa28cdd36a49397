// Purpose: whether protection is recorded for a person.
// Parameters: $person (id), $isProtected
// Row: changed: how many persons
// Index: Person.id
MATCH (person:Person {id: $person})
SET person.isProtected = $isProtected
RETURN count(person) AS changed
