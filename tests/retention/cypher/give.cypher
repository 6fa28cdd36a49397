// Purpose: a declared contact becomes another person's.
// Parameters: $fact, $person, $sealed (bytes)
// Row: how many
MATCH (contact:DeclaredContact {fact: $fact})-[old:OF]->(:Person)
MATCH (person:Person {id: $person})
DELETE old
REMOVE contact.sealedEvidence
CREATE (contact)-[:OF]->(person)
SET contact.sealedDeclaredContacts = $sealed, contact.validFrom = date('2026-01-01'),
  contact.recordedFrom = datetime('2026-01-01T00:00:00Z')
RETURN count(*) AS given
