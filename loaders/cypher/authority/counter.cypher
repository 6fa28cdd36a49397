// Purpose: what the graph knows of an officer at a counter, and of the document and the proof that were shown. One statement
//   for every kind of proof, so that all refusals run the same.
// Parameters: $officer, $office, $client, $kind, $purpose, $today (ISO date), $at, $since (ISO instants),
//   $numberHashes (of what the number may mean), $codeHash, $cardHash, $credentialHash, $challengeHash (keyed hashes; empty for what was not shown)
// Row: one row: jurisdiction and staff (null: no such active officer), candidates [person, sealed documents] (who has a document of that number), codes [person, permissions], cards (persons), passkeys [person, sealed key, sign count], challenges (how many are good), attested (the officer's cases today, at whatever office), refused (openings today)
// Index: StaffMember.subject, Office.code, IdentityDocument.numberHash, CounterCode.codeHash, ReceiptCard.codeHash, Passkey.credentialHash, CounterChallenge.challengeHash, CounterRefusals.officer
OPTIONAL MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client
  AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo
  AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _staff, _office LIMIT 1
RETURN _office.unitCode AS jurisdiction, _staff.fact AS staff,
  COLLECT {
    MATCH (_document:IdentityDocument)-[:OF]->(_person:Person)
    WHERE _document.numberHash IN $numberHashes AND _document.recordedTo = datetime('9999-12-31T00:00:00Z')
    WITH _person, collect(_document.sealedPersonDocument) AS _documents
    ORDER BY _person.id LIMIT 20
    RETURN [_person.id, _documents]
  } AS candidates,
  COLLECT {
    MATCH (_code:CounterCode {codeHash: $codeHash})-[:OF]->(_person:Person)
    WHERE _code.usedAt IS NULL AND datetime($at) < _code.expiresAt
    RETURN [_person.id, _code.permissions] LIMIT 1
  } AS codes,
  COLLECT {
    MATCH (_card:ReceiptCard {codeHash: $cardHash})-[:OF]->(_person:Person)
    WHERE _card.revokedAt IS NULL
    RETURN _person.id LIMIT 1
  } AS cards,
  COLLECT {
    MATCH (_passkey:Passkey {credentialHash: $credentialHash})-[:OF]->(_person:Person)
    WHERE _passkey.revokedAt IS NULL
    RETURN [_person.id, _passkey.sealedPersonDocument, _passkey.signCount] LIMIT 1
  } AS passkeys,
  COUNT {
    MATCH (_challenge:CounterChallenge {challengeHash: $challengeHash})
    WHERE _challenge.officer = $officer AND _challenge.office = $office
      AND _challenge.kind = $kind AND _challenge.purpose = $purpose
      AND _challenge.usedAt IS NULL AND datetime($at) < _challenge.expiresAt
  } AS challenges,
  COUNT {
    MATCH (:StaffMember {subject: $officer})<-[:OPENED_BY]-(_case:Case {proof: 'OFFICER_ATTESTED'})
    WHERE _case.openedAt >= datetime($since)
  } AS attested,
  COALESCE(HEAD(COLLECT {
    MATCH (_refusals:CounterRefusals {officer: $officer})
    WHERE _refusals.day = date($today)
    RETURN _refusals.count
  }), 0) AS refused
