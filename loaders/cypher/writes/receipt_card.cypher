// Purpose: a resident's receipt card: the one they have from now on. An older one is worth nothing any more.
// Parameters: $person (id), $card (map: id, codeHash, issuedAt as ISO text)
// Row: id
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
MERGE (_card:ReceiptCard)-[:OF]->(_person)
ON CREATE SET _card.id = $card.id
SET _card.codeHash = $card.codeHash, _card.issuedAt = datetime($card.issuedAt)
REMOVE _card.revokedAt, _card.use
RETURN _card.id AS id
