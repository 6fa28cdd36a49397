// Purpose: a resident ends a case of their own, whoever holds it, or whether it still waits.
// Parameters: $case (number), $person (id), $at (ISO instant)
// Row: number; no row when it is closed already
// Index: Case.number
MATCH (_case:Case {number: $case})
SET _case.lockedAt = true REMOVE _case.lockedAt
WITH _case
MATCH (_case)-[:CONCERNS]->(:Person {id: $person})
WHERE _case.state <> 'CLOSED'
SET _case.state = 'CLOSED', _case.closedAt = datetime($at)
WITH _case
OPTIONAL MATCH (_case)-[_waits:WAITS_AT]->()
OPTIONAL MATCH (_transfer:CaseTransfer)-[:IN]->(_case)
WITH _case, collect(DISTINCT _waits) AS _edges, collect(DISTINCT _transfer) AS _transfers
FOREACH (_edge IN _edges | DELETE _edge)
FOREACH (_node IN _transfers | DETACH DELETE _node)
RETURN _case.number AS number
