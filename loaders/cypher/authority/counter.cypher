// Purpose: what the graph knows of an officer at a counter, and of the document and the code that were shown.
// Parameters: $officer, $office, $client, $today (ISO date), $numberHash, $codeHash (keyed hashes), $at, $since (ISO instants)
// Row: one row: jurisdiction and staff (null: no such active officer), candidates [person, isProtected, sealed document], codes [person, permissions], attested (the officer's cases today, at whatever office)
// Index: StaffMember.subject, Office.code, IdentityDocument.numberHash, CounterCode.codeHash
OPTIONAL MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client
  AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo
  AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _staff, _office LIMIT 1
RETURN _office.unitCode AS jurisdiction, _staff.fact AS staff,
  COLLECT {
    MATCH (_document:IdentityDocument {numberHash: $numberHash})-[:OF]->(_person:Person)
    WHERE _document.recordedTo = datetime('9999-12-31T00:00:00Z')
    WITH _document, _person ORDER BY _document.fact LIMIT 5
    RETURN [_person.id, _person.isProtected, _document.sealedPersonDocument]
  } AS candidates,
  COLLECT {
    MATCH (_code:CounterCode {codeHash: $codeHash})-[:OF]->(_person:Person)
    WHERE _code.usedAt IS NULL AND datetime($at) < _code.expiresAt
    RETURN [_person.id, _code.permissions] LIMIT 1
  } AS codes,
  COUNT {
    MATCH (:StaffMember {subject: $officer})<-[:OPENED_BY]-(_case:Case {proof: 'OFFICER_ATTESTED'})
    WHERE _case.openedAt >= datetime($since)
  } AS attested
