// Purpose: the person whose own record it is.
// Parameters: $person (uuid, from the sign-in)
// Row: next
// Index: Person.id
MATCH (next:Person {id: $person})
