// Purpose: an officer who holds a case, or its deputy, closes it.
// Parameters: $case (number), $office (code), $officer (subject), $at (ISO instant)
// Row: number; no row when it was closed, moved or handed on
// Index: Case.number
MATCH (_case:Case {number: $case})
SET _case.lockedAt = true REMOVE _case.lockedAt
WITH _case
MATCH (_case)-[:AT]->(:Office {code: $office})
WHERE _case.state <> 'CLOSED' AND EXISTS { (_case)-[:OPENED_BY|DEPUTY]->(:StaffMember {subject: $officer}) }
SET _case.state = 'CLOSED', _case.closedAt = datetime($at)
WITH _case
OPTIONAL MATCH (_transfer:CaseTransfer)-[:IN]->(_case)
WITH _case, collect(_transfer) AS _transfers
FOREACH (_node IN _transfers | DETACH DELETE _node)
RETURN _case.number AS number
