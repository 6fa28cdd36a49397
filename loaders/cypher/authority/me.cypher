// Purpose: the person to whom a sign-in belongs.
// Parameters: $signInHashes (keyed hashes of issuer and subject, by each name that the issuer has had, the latest first)
// Row: person: the id, offScreenVersion, hidden (what they keep off their screen: sealed bytes, or null)
// Index: SignIn.signInHash
UNWIND range(0, size($signInHashes) - 1) AS _place
MATCH (_sign:SignIn {signInHash: $signInHashes[_place]})-[:OF]->(_person:Person)
WITH _person ORDER BY _place LIMIT 1
OPTIONAL MATCH (_off_screen:OffScreen)-[:OF]->(_person)
RETURN _person.id AS person, _off_screen.version AS offScreenVersion, _off_screen.sealedRights AS hidden LIMIT 1
