// Purpose: a resident's one-time code for the counter.
// Parameters: $person (id), $code (map: id, codeHash, expiresAt as ISO text, permissions)
// Row: id
// Index: Person.id
MATCH (_person:Person {id: $person})
CREATE (_code:CounterCode)-[:OF]->(_person)
SET _code = $code, _code.expiresAt = datetime($code.expiresAt)
RETURN _code.id AS id
