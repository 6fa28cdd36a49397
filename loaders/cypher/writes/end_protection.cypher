// Purpose: end the protection of a person's address, however it began.
// Parameters: $person (id), $at (ISO instant)
// Row: id of the person; no row when it was not protected
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person WHERE _person.isProtected
SET _person.isProtected = false
WITH _person
CALL (_person) {
  MATCH (_protection:Protection)-[:OF]->(_person) WHERE _protection.until IS NULL
  SET _protection.until = datetime($at)
}
RETURN _person.id AS id
