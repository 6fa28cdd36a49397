// Purpose: a resident's passkey opens nothing from now on, and its key is gone.
// Parameters: $person (id), $passkey (id), $at (ISO instant)
// Row: id; no row when it is none of theirs, or was revoked before
// Index: Passkey.id
MATCH (_passkey:Passkey {id: $passkey})
SET _passkey.lockedAt = true REMOVE _passkey.lockedAt
WITH _passkey
MATCH (_passkey)-[:OF]->(:Person {id: $person})
WHERE _passkey.revokedAt IS NULL
SET _passkey.revokedAt = datetime($at)
REMOVE _passkey.sealedPersonDocument
RETURN _passkey.id AS id
