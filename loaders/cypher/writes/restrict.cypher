// Purpose: a resident's restriction of one purpose. The lock comes before the looks: one is in force for a purpose.
//   A block has no purpose: it is named beside so that the database comes from the person, and walks no label.
// Parameters: $person (id), $restriction (properties: setAt as ISO text, the reason sealed), $most (of one resident)
// Row: one row: isSet (now), isThere (it was in force already)
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person,
  EXISTS {
    MATCH (_person)<-[:OF]-(_same:Restriction|TransferBlock)
    WHERE _same.purpose = $restriction.purpose AND _same.liftedAt IS NULL
  } AS _isThere,
  COUNT {
    MATCH (_person)<-[:OF]-(_any:Restriction|TransferBlock) WHERE _any.purpose IS NOT NULL
  } < $most AS _hasRoom
FOREACH (_properties IN CASE WHEN _isThere OR NOT _hasRoom THEN [] ELSE [$restriction] END |
  CREATE (_restriction:Restriction)-[:OF]->(_person)
  SET _restriction = _properties, _restriction.setAt = datetime(_properties.setAt))
RETURN _hasRoom AND NOT _isThere AS isSet, _isThere AS isThere
