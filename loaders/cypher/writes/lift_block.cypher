// Purpose: a resident lifts a block of theirs: it stays, with its end.
// Parameters: $person (id), $id (of the block, or null), $client (or null: of any), $at (ISO instant)
// Row: block: its id; none when no such one is in force
// Index: Person.id
MATCH (_person:Person {id: $person})<-[:OF]-(_block:TransferBlock|Restriction)
WHERE _block.client IS NOT NULL AND _block.liftedAt IS NULL AND ($id IS NULL OR _block.id = $id) AND ($client IS NULL OR _block.client = $client)
SET _block.liftedAt = datetime($at)
RETURN _block.id AS block
