// Purpose: a resident's passkey, on the challenge that was made for it, which is used up.
// Parameters: $person (id), $challengeHash (keyed hash), $at (ISO instant), $passkeysMax, $passkey (properties, createdOn as ISO text)
// Row: id; no row when the challenge is not this resident's, was used or has run out, or they have too many passkeys
// Index: Person.id, PasskeyChallenge.challengeHash
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
MATCH (_challenge:PasskeyChallenge {challengeHash: $challengeHash})-[:OF]->(_person)
WHERE _challenge.usedAt IS NULL AND datetime($at) < _challenge.expiresAt
  AND COUNT { MATCH (_other:Passkey)-[:OF]->(_person) WHERE _other.revokedAt IS NULL } < $passkeysMax
SET _challenge.usedAt = datetime($at)
CREATE (_passkey:Passkey)-[:OF]->(_person)
SET _passkey = $passkey, _passkey.createdOn = date($passkey.createdOn)
RETURN _passkey.id AS id
