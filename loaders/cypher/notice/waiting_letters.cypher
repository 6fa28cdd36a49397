// Purpose: letters with codes that wait, and where they go: to the main residence that has stood in the register for some time.
// Parameters: $after (a person's id: those behind it), $at, $settled (ISO instants: now; since then the address stands),
//   $today (ISO date), $limit (letters)
// Row: person, letter (id), address (text), name (sealed bytes, or null), language, halfHash (of the half that was handed over; null: the letter has the whole code)
// Index: LetterCode.isWaiting
MATCH (_letter:LetterCode {isWaiting: true})-[:OF]->(_person:Person)
WHERE $after < _person.id AND datetime($at) < _letter.expiresAt
MATCH (_person)<-[:OF]-(_residence:Residence {role: 'MAIN'})-[:IN]->(_room:Room)-[:IN]->(:Building)-[:AT]->(_address:Address)
WHERE _residence.validFrom <= date($today) AND date($today) < _residence.validTo
  AND _residence.recordedTo = datetime('9999-12-31T00:00:00Z') AND _residence.recordedFrom <= datetime($settled)
  AND _residence.state <> 'WITHDRAWN'
WITH _person, _letter, _room, _address ORDER BY _person.id, _residence.fact
WITH _person, _letter, collect(_address.fullAddress + ' ' + _room.designator)[0] AS _to ORDER BY _person.id LIMIT $limit
OPTIONAL MATCH (_details:PersonDetails)-[:OF]->(_person)
WHERE _details.validFrom <= date($today) AND date($today) < _details.validTo
  AND _details.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _person, _letter, _to, collect(_details.sealedPersonName)[0] AS _name
OPTIONAL MATCH (_choice:NoticeChannel)-[:OF]->(_person)
RETURN _person.id AS person, _letter.id AS letter, _to AS address, _name AS name,
  coalesce(_choice.language, 'ZH') AS language, _letter.halfHash AS halfHash ORDER BY person
