// Purpose: the person to whom a sign-in belongs.
// Parameters: $signInHash (keyed hash of issuer and subject)
// Row: person: the id, offScreenVersion, hidden (what they keep off their screen: sealed bytes, or null)
// Index: SignIn.signInHash
MATCH (_sign:SignIn {signInHash: $signInHash})-[:OF]->(_person:Person)
OPTIONAL MATCH (_off_screen:OffScreen)-[:OF]->(_person)
RETURN _person.id AS person, _off_screen.version AS offScreenVersion, _off_screen.sealedRights AS hidden LIMIT 1
