// Purpose: a resident lifts a restriction of theirs: it stays, with its end.
// Parameters: $person (id), $id (of the restriction, or null), $purpose (or null: of any), $at (ISO instant)
// Row: restriction: its id; none when no such one is in force
// Index: Person.id
MATCH (_person:Person {id: $person})<-[:OF]-(_restriction:Restriction|TransferBlock)
WHERE _restriction.purpose IS NOT NULL AND _restriction.liftedAt IS NULL AND ($id IS NULL OR _restriction.id = $id)
  AND ($purpose IS NULL OR _restriction.purpose = $purpose)
SET _restriction.liftedAt = datetime($at)
RETURN _restriction.id AS restriction
