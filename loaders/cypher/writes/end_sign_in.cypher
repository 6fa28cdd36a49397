// Purpose: a resident's sign-in opens nothing from now on, and is found no more: it can be linked again, to whomever.
// Parameters: $person (id), $signIn (id), $at (ISO instant)
// Row: id; no row when it is none of theirs, or has ended before
// Index: SignIn.id
MATCH (_sign:SignIn {id: $signIn})
SET _sign.lockedAt = true REMOVE _sign.lockedAt
WITH _sign
MATCH (_sign)-[:OF]->(:Person {id: $person})
WHERE _sign.endedAt IS NULL
SET _sign.endedAt = datetime($at)
REMOVE _sign.signInHash
RETURN _sign.id AS id
