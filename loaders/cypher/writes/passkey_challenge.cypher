// Purpose: what a resident's new passkey has to sign. A new one takes the place of the old.
// Parameters: $person (id), $challenge (map: id, challengeHash, expiresAt as ISO text)
// Row: id
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
MERGE (_challenge:PasskeyChallenge)-[:OF]->(_person)
ON CREATE SET _challenge.id = $challenge.id
SET _challenge.challengeHash = $challenge.challengeHash, _challenge.expiresAt = datetime($challenge.expiresAt)
REMOVE _challenge.usedAt
RETURN _challenge.id AS id
