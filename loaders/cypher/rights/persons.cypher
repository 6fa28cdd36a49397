// Purpose: a page of ids for a command that tells each person of whom the log has an entry. They stay inside the gate.
// Parameters: $after (a person's id, or empty), $limit
// Row: person: an id
// Index: Person.id
MATCH (_person:Person) WHERE $after < _person.id
RETURN _person.id AS person ORDER BY person LIMIT $limit
