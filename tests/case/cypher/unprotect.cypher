// Purpose: take a test's protection away, and the letter that it held up.
// Parameters: $person (id)
// Row: none
// Index: Person.id
MATCH (person:Person {id: $person})
SET person.isProtected = false
WITH person
MATCH (person)<-[:OF]-(letter:LetterCode)
DETACH DELETE letter
