// Purpose: what a passkey has to sign at an officer's counter. A new one takes the place of the old.
// Parameters: $challenge (properties, expiresAt as ISO text)
// Row: id
// Index: CounterChallenge(officer, office)
MERGE (_challenge:CounterChallenge {officer: $challenge.officer, office: $challenge.office})
ON CREATE SET _challenge.id = $challenge.id
SET _challenge.challengeHash = $challenge.challengeHash, _challenge.kind = $challenge.kind,
  _challenge.purpose = $challenge.purpose, _challenge.expiresAt = datetime($challenge.expiresAt)
REMOVE _challenge.usedAt
RETURN _challenge.id AS id
