// Purpose: what the graph holds of a person's letters and codes.
// Parameters: $person (id)
// Row: properties of each
// Index: Person.id
MATCH (:Person {id: $person})<-[:OF]-(node:LetterCode|CounterCode)
RETURN properties(node) AS stored
