// Purpose: a resident's block of one department. The lock comes before the looks: one is in force for a department.
//   A restriction has no client: it is named beside so that the database comes from the person, and walks no label.
// Parameters: $person (id), $block (properties: setAt as ISO text), $most (of one resident)
// Row: one row: isSet (now), isThere (it was in force already)
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person,
  EXISTS {
    MATCH (_person)<-[:OF]-(_same:TransferBlock|Restriction)
    WHERE _same.client = $block.client AND _same.liftedAt IS NULL
  } AS _isThere,
  COUNT {
    MATCH (_person)<-[:OF]-(_any:TransferBlock|Restriction) WHERE _any.client IS NOT NULL
  } < $most AS _hasRoom
FOREACH (_properties IN CASE WHEN _isThere OR NOT _hasRoom THEN [] ELSE [$block] END |
  CREATE (_block:TransferBlock)-[:OF]->(_person)
  SET _block = _properties, _block.setAt = datetime(_properties.setAt))
RETURN _hasRoom AND NOT _isThere AS isSet, _isThere AS isThere
