// Purpose: an objection, in a case of its own at the city's data-protection office, where it waits for an officer. The
//   lock comes before the looks: one entry is objected to once, and nobody has too many open.
// Parameters: $person (id), $at (ISO instant), $openMax, $waitsFor (map: token by client), $case, $objection (properties, dates and instants as ISO text)
// Row: number of the case; no row when there is no such office, or an objection to this is there, or too many are open
// Index: Person.id, Office.client
MATCH (_person:Person {id: $person})
MATCH (_office:Office {client: 'data-protection'}) WHERE _office.validTo IS NULL
WITH _person, _office ORDER BY size(_office.unitCode), _office.code LIMIT 1
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person, _office
WHERE NOT EXISTS {
  MATCH (_person)<-[:CONCERNS]-(:Case)<-[:IN]-(_other:Objection)
  WHERE _other.entry = $objection.entry
    OR (_other.purpose = $objection.purpose AND NOT EXISTS { (_other)<-[:TO]-(:ObjectionAnswer) })
} AND COUNT {
  MATCH (_person)<-[:CONCERNS]-(:Case)<-[:IN]-(_open:Objection)
  WHERE NOT EXISTS { (_open)<-[:TO]-(:ObjectionAnswer) }
} < $openMax
CREATE (_case:Case)-[:CONCERNS]->(_person)
SET _case = $case, _case.openedAt = datetime($case.openedAt), _case.endsAt = datetime($case.endsAt)
CREATE (_case)-[:AT]->(_office)
CREATE (_case)-[:WAITS_AT {for: $waitsFor[_office.client]}]->(_office)
CREATE (_objection:Objection)-[:IN]->(_case)
SET _objection = $objection,
  _objection.raisedAt = datetime($objection.raisedAt), _objection.dueAt = datetime($objection.dueAt)
RETURN _case.number AS number
