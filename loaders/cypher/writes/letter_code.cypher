// Purpose: a code is to go by letter to a person's registered address, unless it is protected, or one was asked for lately.
// Parameters: $person (id), $isOpen (whether the address is not protected), $since (ISO instant: lately), $letter (properties, instants as ISO text)
// Row: id; no row when none is to go
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
WHERE $isOpen AND NOT EXISTS {
  MATCH (_person)<-[:OF]-(_other:LetterCode) WHERE _other.requestedAt > datetime($since)
}
CREATE (_letter:LetterCode)-[:OF]->(_person)
SET _letter = $letter,
  _letter.requestedAt = datetime($letter.requestedAt), _letter.expiresAt = datetime($letter.expiresAt)
RETURN _letter.id AS id
