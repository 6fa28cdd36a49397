// Purpose: a resident's one-time code for the counter.
// Parameters: $person (id), $code (map: id, codeHash, expiresAt, permissions)
// Row: id
// Index: Person.id
MATCH (_person:Person {id: $person})
CREATE (_code:CounterCode)-[:OF]->(_person)
SET _code = $code
RETURN _code.id AS id
