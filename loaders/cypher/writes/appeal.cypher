// Purpose: an appeal against a refusal, in a case of its own that waits at the superior office: the nearest one of the same
//   department whose unit holds the refusing office's; that office itself where none is above it. The lock comes before the
//   look: a refusal is appealed against once.
// Parameters: $person (id), $refusal (id), $at (ISO instant), $waitsFor (map: token by client), $case, $appeal (properties: instants as ISO text, words sealed)
// Row: number of the case; no row when the term is over, or an appeal is there
// Index: Person.id, Office.client
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
MATCH (_person)<-[:CONCERNS]-(_refused:Case)<-[:IN]-(_refusal:Refusal)
WHERE _refusal.id = $refusal AND datetime($at) < _refusal.appealBy AND NOT EXISTS { (_refusal)<-[:AGAINST]-(:Appeal) }
MATCH (_refused)-[:AT]->(_office:Office)
CALL (_office) {
  OPTIONAL MATCH (_above:Office {client: _office.client})
  WHERE _office.unitCode STARTS WITH _above.unitCode AND size(_above.unitCode) < size(_office.unitCode)
    AND _above.validTo IS NULL
  WITH _above ORDER BY size(_above.unitCode) DESC, _above.code LIMIT 1
  RETURN _above
}
WITH _person, _refusal, coalesce(_above, _office) AS _superior LIMIT 1
CREATE (_case:Case)-[:CONCERNS]->(_person)
SET _case = $case, _case.openedAt = datetime($case.openedAt), _case.endsAt = datetime($case.endsAt)
CREATE (_case)-[:AT]->(_superior)
CREATE (_case)-[:WAITS_AT {for: $waitsFor[_superior.client]}]->(_superior)
CREATE (_appeal:Appeal)-[:IN]->(_case)
SET _appeal = $appeal, _appeal.raisedAt = datetime($appeal.raisedAt), _appeal.dueAt = datetime($appeal.dueAt)
CREATE (_appeal)-[:AGAINST]->(_refusal)
RETURN _case.number AS number
