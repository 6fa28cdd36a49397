// Purpose: what protects a person changes, which the vault keeps: the graph only holds them still until it is settled.
// Parameters: $person (id), $case (number of the case that has to be open still, or null), $isChanged
// Row: id; no row when nothing changes
// Index: Person.id, Case.number
MATCH (_person:Person {id: $person})
SET _person.lockedAt = true REMOVE _person.lockedAt
WITH _person
WHERE $isChanged AND ($case IS NULL OR EXISTS {
  MATCH (_case:Case {number: $case})-[:CONCERNS]->(_person) WHERE _case.state <> 'CLOSED'
})
RETURN _person.id AS id
