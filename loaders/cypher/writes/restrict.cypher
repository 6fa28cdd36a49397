// Purpose: a resident's restriction of one purpose. The lock comes before the looks: one is in force for a purpose.
// Parameters: $person (id), $restriction (properties: setAt as ISO text, the reason sealed), $most (of one resident)
// Row: one row: isThere (it is in force already), hasRoom
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person,
  EXISTS {
    MATCH (_person)<-[:OF]-(_same:Restriction {purpose: $restriction.purpose}) WHERE _same.liftedAt IS NULL
  } AS _isThere,
  COUNT { (_person)<-[:OF]-(:Restriction) } < $most AS _hasRoom
FOREACH (_properties IN CASE WHEN _isThere OR NOT _hasRoom THEN [] ELSE [$restriction] END |
  CREATE (_restriction:Restriction)-[:OF]->(_person)
  SET _restriction = _properties, _restriction.setAt = datetime(_properties.setAt))
RETURN _isThere AS isThere, _hasRoom AS hasRoom
