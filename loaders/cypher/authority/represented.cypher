// Purpose: the person for whom the person of a sign-in may act now, by one representation.
// Parameters: $signInHashes (keyed hashes of issuer and subject, by each name that the issuer has had, the latest first), $for (the representation's fact id), $today (ISO date)
// Row: person: the id, basis, offScreenVersion, hidden (sealed bytes, or null); none when the representation is not theirs, not confirmed or not current
// Index: SignIn.signInHash, Representation.fact
UNWIND range(0, size($signInHashes) - 1) AS _place
MATCH (_sign:SignIn {signInHash: $signInHashes[_place]})-[:OF]->(_by:Person)
WITH _by ORDER BY _place LIMIT 1
MATCH (_by)<-[:BY]-(_representation:Representation {fact: $for})-[:FOR]->(_person:Person)
WHERE _representation.validFrom <= date($today) AND date($today) < _representation.validTo
  AND _representation.recordedTo = datetime('9999-12-31T00:00:00Z') AND _representation.state = 'CONFIRMED'
OPTIONAL MATCH (_off_screen:OffScreen)-[:OF]->(_person)
RETURN _person.id AS person, _representation.basis AS basis,
  _off_screen.version AS offScreenVersion, _off_screen.sealedRights AS hidden LIMIT 1
