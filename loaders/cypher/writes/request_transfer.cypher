// Purpose: that a case is to go to another office, or to another officer: its holder asks, and nothing changes until the
//   resident assents. A new request takes the place of the old.
// Parameters: $case (number), $office (code), $officer (subject of the holder), $target (code of the office), $staff (fact id of the officer there, or null), $transfer (properties, instants as ISO text)
// Row: number; no row when the case was closed, moved or handed on, or the officer has left
// Index: Case.number, Office.code, StaffMember.fact
MATCH (_case:Case {number: $case})
SET _case.lockedAt = true REMOVE _case.lockedAt
WITH _case
MATCH (_case)-[:AT]->(:Office {code: $office})
WHERE _case.state <> 'CLOSED' AND EXISTS { (_case)-[:OPENED_BY]->(:StaffMember {subject: $officer}) }
MATCH (_target:Office {code: $target})
OPTIONAL MATCH (_staff:StaffMember {fact: $staff})-[:WORKS_AT]->(_target)
WHERE _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _case, _target, _staff LIMIT 1
WHERE $staff IS NULL OR _staff IS NOT NULL
OPTIONAL MATCH (_old:CaseTransfer)-[:IN]->(_case)
WITH _case, _target, _staff, collect(_old) AS _olds
FOREACH (_node IN _olds | DETACH DELETE _node)
CREATE (_transfer:CaseTransfer)-[:IN]->(_case)
SET _transfer = $transfer, _transfer.requestedAt = datetime($transfer.requestedAt)
CREATE (_transfer)-[:TO]->(_target)
FOREACH (_named IN CASE WHEN _staff IS NULL THEN [] ELSE [_staff] END | CREATE (_transfer)-[:TO_OFFICER]->(_named))
RETURN _case.number AS number
