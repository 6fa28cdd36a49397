// Purpose: the code by which a resident may link a sign-in: the one there is from now on, whatever was made or sent before.
// Parameters: $person (id), $code (map: id, codeHash, expiresAt as ISO text)
// Row: id
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
MERGE (_code:LinkingCode)-[:OF]->(_person)
ON CREATE SET _code.id = $code.id
SET _code.codeHash = $code.codeHash, _code.expiresAt = datetime($code.expiresAt)
REMOVE _code.usedAt
RETURN _code.id AS id
