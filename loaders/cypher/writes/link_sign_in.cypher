// Purpose: a resident's sign-in opens their record from now on, by a code that is used up; those that it takes the place of end.
//   The lock comes before the look: of two uses of a code one does something.
// Parameters: $person (id), $codeHash (keyed hash), $at (ISO instant), $signInHashes (of this sign-in), $known (ids of the
//   sign-ins that the person had when it was judged), $replaced (those of them that end), $signIn (map: id, signInHash,
//   sealedPersonDocument, linkedAt as ISO text)
// Row: id; no row when the code is not good any more, or the sign-in or theirs are others by now
// Index: Person.id, LinkingCode.codeHash, SignIn.signInHash
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
MATCH (_code:LinkingCode {codeHash: $codeHash})-[:OF]->(_person)
WHERE _code.usedAt IS NULL AND datetime($at) < _code.expiresAt
  AND NOT EXISTS { UNWIND $signInHashes AS _hash MATCH (:SignIn {signInHash: _hash}) }
  AND $known = COLLECT {
    MATCH (_other:SignIn)-[:OF]->(_person) WHERE _other.endedAt IS NULL RETURN _other.id ORDER BY _other.id
  }
SET _code.usedAt = datetime($at)
WITH _person, COLLECT { MATCH (_other:SignIn)-[:OF]->(_person) WHERE _other.id IN $replaced RETURN _other } AS _ended
FOREACH (_other IN _ended | SET _other.endedAt = datetime($at) REMOVE _other.signInHash)
CREATE (_sign:SignIn)-[:OF]->(_person)
SET _sign = $signIn, _sign.linkedAt = datetime($signIn.linkedAt)
RETURN _sign.id AS id
