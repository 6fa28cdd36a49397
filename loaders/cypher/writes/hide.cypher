// Purpose: replace what a person keeps off their screen, if nobody replaced it meanwhile.
// Parameters: $person (id), $off_screen (properties: id, version, sealed bytes), $before (version that was read; 0: none)
// Row: version; no row when another change came first
// Index: Person.id
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
OPTIONAL MATCH (_old:OffScreen)-[:OF]->(_person)
WITH _person, coalesce(max(_old.version), 0) AS _version WHERE _version = $before
MERGE (_off_screen:OffScreen)-[:OF]->(_person)
ON CREATE SET _off_screen.id = $off_screen.id
SET _off_screen.version = $off_screen.version, _off_screen.sealedRights = $off_screen.sealedRights
RETURN _off_screen.version AS version
