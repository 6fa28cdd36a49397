// Purpose: a case goes to the office that was named, with its resident's assent. Who held it holds it no longer, nor does
//   their deputy; it is the named officer's, and waits for one when none was named or they have left. What the resident
//   allowed ends, unless they say that it goes along: a new version of each grant says so. To a department which they
//   block it doesn't go, unless a law obliges.
// Parameters: $case (number), $person (id), $target (code of the office, as the resident saw it; null at a counter), $use (uuid of a proof that `writes/proof` left, or null), $keepsPermissions, $waitsFor (map: token by client), $isObliged (whether a law obliges to what the case is for), $today (ISO date), $at (ISO instant)
// Row: number; no row when the case was closed, no transfer to this office is asked for, or the proof was used
// Index: Case.number
MATCH (_case:Case {number: $case})
SET _case.lockedAt = true REMOVE _case.lockedAt
WITH _case
MATCH (_case)-[:CONCERNS]->(_person:Person {id: $person})
WHERE _case.state <> 'CLOSED' AND datetime($at) < _case.endsAt
  AND ($use IS NULL
    OR EXISTS { MATCH (_person)<-[:OF]-(_proof:CounterCode|ReceiptCard|Passkey) WHERE _proof.use = $use })
MATCH (_case)<-[:IN]-(_transfer:CaseTransfer)-[:TO]->(_office:Office)
WHERE ($target IS NULL OR _office.code = $target) AND _office.validTo IS NULL
  AND ($isObliged OR NOT EXISTS {
    MATCH (_person)<-[:OF]-(_block:TransferBlock|Restriction) WHERE _block.client = _office.client AND _block.liftedAt IS NULL
  })
OPTIONAL MATCH (_transfer)-[:TO_OFFICER]->(_named:StaffMember)
OPTIONAL MATCH (_staff:StaffMember {fact: _named.fact})-[:WORKS_AT]->(_office)
WHERE _staff.validFrom <= date($today) AND date($today) < _staff.validTo
  AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _case, _transfer, _office, _staff LIMIT 1
OPTIONAL MATCH (_case)-[_old:AT|OPENED_BY|DEPUTY|WAITS_AT]->()
WITH _case, _transfer, _office, _staff, collect(_old) AS _olds
FOREACH (_edge IN _olds | DELETE _edge)
CREATE (_case)-[:AT]->(_office)
FOREACH (_holder IN CASE WHEN _staff IS NULL THEN [] ELSE [_staff] END | CREATE (_case)-[:OPENED_BY]->(_holder))
FOREACH (_waits IN CASE WHEN _staff IS NULL THEN [_office] ELSE [] END | CREATE (_case)-[:WAITS_AT {for: $waitsFor[_waits.client]}]->(_waits))
DETACH DELETE _transfer
WITH _case
CALL (_case) {
  MATCH (_grant:ConsentGrant)-[:IN]->(_case)
  WHERE NOT $keepsPermissions AND _grant.recordedTo = datetime('9999-12-31T00:00:00Z')
    AND _grant.state IN ['DECLARED', 'CONFIRMED']
  MATCH (_grant)-[:GIVEN_BY]->(_giver:Person)
  CREATE (_ended:ConsentGrant)-[:IN]->(_case)
  CREATE (_ended)-[:GIVEN_BY]->(_giver)
  SET _ended = _grant {.*, version: _grant.version + 1, recordedFrom: datetime($at), state: 'WITHDRAWN'},
    _grant.recordedTo = datetime($at)
}
RETURN _case.number AS number
