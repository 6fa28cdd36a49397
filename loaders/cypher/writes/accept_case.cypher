// Purpose: an officer becomes the holder of a case that waits at their office. Of two at once the lock lets one.
// Parameters: $case (number), $office (code), $staff (fact id), $at (ISO instant)
// Row: number; no row when it waits no longer
// Index: Case.number, StaffMember.fact
MATCH (_case:Case {number: $case})
SET _case.lockedAt = true REMOVE _case.lockedAt
WITH _case
MATCH (_case)-[_waits:WAITS_AT]->(_office:Office {code: $office})
WHERE _case.state <> 'CLOSED' AND datetime($at) < _case.endsAt
MATCH (_staff:StaffMember {fact: $staff})-[:WORKS_AT]->(_office)
WHERE _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _case, _waits, _staff LIMIT 1
DELETE _waits
CREATE (_case)-[:OPENED_BY]->(_staff)
RETURN _case.number AS number
