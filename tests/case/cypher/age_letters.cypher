// Purpose: let ten days pass for a person's letters.
// Parameters: $person (id)
// Row: none
// Index: Person.id
MATCH (:Person {id: $person})<-[:OF]-(letter:LetterCode)
SET letter.requestedAt = letter.requestedAt - duration('P10D')
