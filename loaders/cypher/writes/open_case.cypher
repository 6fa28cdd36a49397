// Purpose: a case at the counter. With a proof, `writes/proof` has used it up in the same commit and left its mark; without
//   one, the officer's attested cases, whichever of their offices they were opened at, are counted there once more: the
//   lock comes before the look.
//   What the resident allows by a proof is not kept where they block the department.
// Parameters: $person, $office (code), $staff (fact id), $use (uuid, or null without a proof), $since (ISO instant),
//   $attestedMax, $case (properties), $grants (list of properties), their dates and instants as ISO text
// Row: number; no row when the proof was used or revoked in the meantime, or the officer has attested too many
// Index: Person.id, Office.code, StaffMember.fact, StaffMember.subject
MATCH (_person:Person {id: $person})
MATCH (_office:Office {code: $office})
MATCH (_staff:StaffMember {fact: $staff})-[:WORKS_AT]->(_office)
WHERE _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _person, _office, _staff LIMIT 1
CALL (_staff) {
  MATCH (_same:StaffMember {subject: _staff.subject})
  WITH _same ORDER BY _same.fact, _same.version
  RETURN collect(_same) AS _sames
}
FOREACH (_lock IN CASE WHEN $use IS NULL THEN _sames ELSE [] END | SET _lock.lockedAt = true REMOVE _lock.lockedAt)
WITH _person, _office, _staff
WHERE CASE
  WHEN $use IS NULL THEN COUNT {
    MATCH (:StaffMember {subject: _staff.subject})<-[:OPENED_BY]-(_other:Case {proof: 'OFFICER_ATTESTED'})
    WHERE _other.openedAt >= datetime($since)
  } < $attestedMax
  ELSE EXISTS { MATCH (_person)<-[:OF]-(_proof:CounterCode|ReceiptCard|Passkey) WHERE _proof.use = $use }
END
CREATE (_case:Case)-[:CONCERNS]->(_person)
SET _case = $case, _case.openedAt = datetime($case.openedAt), _case.endsAt = datetime($case.endsAt)
CREATE (_case)-[:AT]->(_office)
CREATE (_case)-[:OPENED_BY]->(_staff)
WITH _person, _office, _case, EXISTS {
  MATCH (_person)<-[:OF]-(_block:TransferBlock|Restriction) WHERE _block.client = _office.client AND _block.liftedAt IS NULL
} AS _isBlocked
FOREACH (_properties IN CASE WHEN _isBlocked THEN [] ELSE $grants END |
  CREATE (_grant:ConsentGrant)-[:IN]->(_case)
  CREATE (_grant)-[:GIVEN_BY]->(_person)
  SET _grant = _properties,
    _grant.validFrom = date(_properties.validFrom), _grant.validTo = date(_properties.validTo),
    _grant.recordedFrom = datetime(_properties.recordedFrom), _grant.recordedTo = datetime(_properties.recordedTo))
RETURN _case.number AS number
