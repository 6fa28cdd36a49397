// Purpose: let the time of a code that links a sign-in run out.
// Parameters: $person (id)
// Row: changed: how many codes
// Index: Person.id
MATCH (:Person {id: $person})<-[:OF]-(code:LinkingCode)
SET code.expiresAt = datetime('2026-01-01T00:00:00Z')
RETURN count(code) AS changed
