// Purpose: the person to whom a sign-in belongs.
// Parameters: $signInHash (keyed hash of issuer and subject)
// Row: person: the id, isProtected
// Index: SignIn.signInHash
MATCH (_sign:SignIn {signInHash: $signInHash})-[:OF]->(_person:Person)
RETURN _person.id AS person, _person.isProtected AS isProtected LIMIT 1
