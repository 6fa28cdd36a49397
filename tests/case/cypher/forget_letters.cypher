// Purpose: take a test's letters away.
// Parameters: $person (id)
// Row: none
// Index: Person.id
MATCH (person:Person {id: $person})<-[:OF]-(letter:LetterCode)
DETACH DELETE letter
