// Purpose: end consents of a person at once: what was recorded is closed, and a version is added which says withdrawn.
// Parameters: $person (id), $fact (of one consent, or null), $case (number, or null), $permissions (list, or null: those
//   with at least one of them), $at (ISO instant), $recordedBy (code of the office)
// Row: fact: of each consent that was ended
// Index: Person.id
MATCH (_person:Person {id: $person})<-[:GIVEN_BY]-(_grant:ConsentGrant)-[:IN]->(_case:Case)
WHERE ($fact IS NULL OR _grant.fact = $fact) AND ($case IS NULL OR _case.number = $case)
  AND ($permissions IS NULL OR any(_permission IN _grant.permissions WHERE _permission IN $permissions))
SET _grant.lockedAt = true REMOVE _grant.lockedAt
WITH _person, _grant, _case
WHERE _grant.recordedTo = datetime('9999-12-31T00:00:00Z') AND _grant.state IN ['DECLARED', 'CONFIRMED']
CREATE (_case)<-[:IN]-(_next:ConsentGrant)-[:GIVEN_BY]->(_person)
SET _next = _grant {
  .*, version: _grant.version + 1, state: 'WITHDRAWN', source: 'RESIDENT',
  recordedBy: $recordedBy, recordedFrom: datetime($at)
}
SET _grant.recordedTo = datetime($at)
RETURN _next.fact AS fact
