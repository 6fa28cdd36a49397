// Purpose: a resident says yes or no to what is asked for in a case of theirs. The latest answer counts.
// Parameters: $person (id), $case (number), $allow, $at (ISO instant)
// Row: id; no row when nothing is asked for there
// Index: Case.number
MATCH (_case:Case {number: $case})
SET _case.lockedAt = true REMOVE _case.lockedAt
WITH _case
MATCH (_case)-[:CONCERNS]->(:Person {id: $person})
MATCH (_disclosure:Disclosure)-[:IN]->(_case) WHERE _disclosure.endedAt IS NULL
SET _disclosure.isAllowed = $allow, _disclosure.answeredAt = datetime($at)
RETURN _disclosure.id AS id
