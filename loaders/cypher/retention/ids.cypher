// Purpose: a page of the ids of all persons in the graph: after a restore each is held against those who were erased.
// Parameters: $after (a person's id: those behind it), $limit
// Row: person (id)
// Index: Person.id
MATCH (_person:Person) WHERE _person.id > $after
RETURN _person.id AS person ORDER BY person LIMIT $limit
