// Purpose: an office asks, in an open case, for the address of its resident, whether that is protected or not. What was
//   asked and answered there before ends; the lock comes before the count.
// Parameters: $person (id), $case (number), $most (how often in one case), $disclosure (properties, instants as ISO text)
// Row: id; no row when the case is closed, or it was asked too often
// Index: Case.number
MATCH (_case:Case {number: $case})
SET _case.lockedAt = true REMOVE _case.lockedAt
WITH _case
MATCH (_case)-[:CONCERNS]->(:Person {id: $person})
WHERE _case.state <> 'CLOSED' AND COUNT { (_case)<-[:IN]-(:Disclosure) } < $most
CALL (_case) {
  MATCH (_old:Disclosure)-[:IN]->(_case) WHERE _old.endedAt IS NULL
  SET _old.endedAt = datetime($disclosure.askedAt)
}
CREATE (_disclosure:Disclosure)-[:IN]->(_case)
SET _disclosure = $disclosure, _disclosure.askedAt = datetime($disclosure.askedAt)
RETURN _disclosure.id AS id
