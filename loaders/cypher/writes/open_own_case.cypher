// Purpose: a case which a resident opens online. It waits at the office until an officer there accepts it. The lock comes
//   before the count.
// Parameters: $person, $office (code), $at (ISO instant), $openMax, $waitsFor (map: token by client), $case (properties), $grants (list of properties), their dates and instants as ISO text
// Row: number; no row when the resident has too many open
// Index: Person.id, Office.code
MATCH (_person:Person {id: $person})
MATCH (_office:Office {code: $office})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person, _office
WHERE COUNT {
  MATCH (_person)<-[:CONCERNS]-(_other:Case {proof: 'ONLINE'})
  WHERE _other.state <> 'CLOSED' AND datetime($at) < _other.endsAt
} < $openMax
CREATE (_case:Case)-[:CONCERNS]->(_person)
SET _case = $case, _case.openedAt = datetime($case.openedAt), _case.endsAt = datetime($case.endsAt)
CREATE (_case)-[:AT]->(_office)
CREATE (_case)-[:WAITS_AT {for: $waitsFor[_office.client]}]->(_office)
FOREACH (_properties IN $grants |
  CREATE (_grant:ConsentGrant)-[:IN]->(_case)
  CREATE (_grant)-[:GIVEN_BY]->(_person)
  SET _grant = _properties,
    _grant.validFrom = date(_properties.validFrom), _grant.validTo = date(_properties.validTo),
    _grant.recordedFrom = datetime(_properties.recordedFrom), _grant.recordedTo = datetime(_properties.recordedTo))
RETURN _case.number AS number
