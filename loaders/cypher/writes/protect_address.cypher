// Purpose: protect a person's address from now on. Whatever they opened in a case before is closed. Twice is once.
// Parameters: $person (id), $at (ISO instant), $protection (properties, instants as ISO text)
// Row: id; no row when it was protected already
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person WHERE NOT _person.isProtected
SET _person.isProtected = true
CREATE (_protection:Protection)-[:OF]->(_person)
SET _protection = $protection, _protection.since = datetime($protection.since)
WITH _person, _protection
CALL (_person) {
  MATCH (_person)<-[:CONCERNS]-(:Case)<-[:IN]-(_disclosure:Disclosure) WHERE _disclosure.endedAt IS NULL
  SET _disclosure.endedAt = datetime($at)
}
RETURN _protection.id AS id
