// Purpose: whether a sign-in opens a record, and whose a linking code is. One statement for a right code and every other.
// Parameters: $signInHashes (keyed hashes of issuer and subject, by each name that the issuer has had), $codeHash (keyed hash), $at (ISO instant)
// Row: one row: linked (the id of the person whose record the sign-in opens, or null), found: of whose code it is, if it is anybody's, [id, whether it is good, their sign-ins [id, sealed]]
// Index: SignIn.signInHash, LinkingCode.codeHash
RETURN HEAD(COLLECT {
    UNWIND $signInHashes AS _hash
    MATCH (:SignIn {signInHash: _hash})-[:OF]->(_linked:Person)
    RETURN _linked.id LIMIT 1
  }) AS linked,
  HEAD(COLLECT {
    MATCH (_code:LinkingCode {codeHash: $codeHash})-[:OF]->(_person:Person)
    RETURN [
      _person.id,
      _code.usedAt IS NULL AND datetime($at) < _code.expiresAt,
      COLLECT {
        MATCH (_sign:SignIn)-[:OF]->(_person) WHERE _sign.endedAt IS NULL
        RETURN [_sign.id, _sign.sealedPersonDocument] ORDER BY _sign.id
      }
    ] LIMIT 1
  }) AS found
