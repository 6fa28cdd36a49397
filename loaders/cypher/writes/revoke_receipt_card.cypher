// Purpose: a resident's receipt card opens nothing from now on.
// Parameters: $person (id), $at (ISO instant)
// Row: id; no row when there is none
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
MATCH (_card:ReceiptCard)-[:OF]->(_person)
WHERE _card.revokedAt IS NULL
SET _card.revokedAt = datetime($at)
RETURN _card.id AS id
