// Purpose: what persons were told, a page of persons at a time: by it a protection is found again that the vault has lost.
// Parameters: $after (a person's id: those behind it), $limit (persons)
// Row: person, notices [kind (token), at], the latest first
// Index: Person.id
MATCH (_person:Person) WHERE _person.id > $after
WITH _person ORDER BY _person.id LIMIT $limit
RETURN _person.id AS person, COLLECT {
  MATCH (_notice:Notice)-[:TO]->(_person)
  WITH _notice ORDER BY _notice.at DESC, _notice.id
  RETURN [_notice.kind, toString(_notice.at)]
} AS notices
ORDER BY person
