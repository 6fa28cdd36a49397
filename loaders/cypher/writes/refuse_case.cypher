// Purpose: an office declines a case that it holds, or that waits there: the case is closed, and the refusal says why. An
//   appeal is answered, never refused.
// Parameters: $case (number), $office (code), $officer (subject), $today (ISO date), $at (ISO instant),
//   $refusal (properties: instants as ISO text, its words sealed)
// Row: number; no row when the case was closed, moved or handed on, or the officer has left
// Index: Case.number, StaffMember.subject
MATCH (_case:Case {number: $case})
SET _case.lockedAt = true REMOVE _case.lockedAt
WITH _case
MATCH (_case)-[:AT]->(_office:Office {code: $office})
MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office)
WHERE _staff.validFrom <= date($today) AND date($today) < _staff.validTo
  AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _case, _office, _staff LIMIT 1
WHERE _case.state <> 'CLOSED' AND datetime($at) < _case.endsAt AND NOT EXISTS { (_case)<-[:IN]-(:Appeal) }
  AND (EXISTS { (_case)-[:WAITS_AT]->(_office) }
    OR EXISTS { (_case)-[:OPENED_BY|DEPUTY]->(:StaffMember {subject: $officer}) })
CREATE (_refusal:Refusal)-[:IN]->(_case)
SET _refusal = $refusal,
  _refusal.refusedAt = datetime($refusal.refusedAt), _refusal.appealBy = datetime($refusal.appealBy)
CREATE (_refusal)-[:BY]->(_staff)
SET _case.state = 'CLOSED', _case.closedAt = datetime($at)
WITH _case
OPTIONAL MATCH (_case)-[_waits:WAITS_AT]->()
OPTIONAL MATCH (_transfer:CaseTransfer)-[:IN]->(_case)
WITH _case, collect(DISTINCT _waits) AS _edges, collect(DISTINCT _transfer) AS _transfers
FOREACH (_edge IN _edges | DELETE _edge)
FOREACH (_node IN _transfers | DETACH DELETE _node)
RETURN _case.number AS number
