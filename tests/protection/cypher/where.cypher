// Purpose: to what a person's residences and tenancies lead, and how many landlords they name.
// Parameters: $person (id)
// Row: kind, fact, version, label of the place, its id, its level (null for a room), landlords
// Index: Person.id
MATCH (person:Person {id: $person})<-[:OF|TO]-(fact:Residence|Tenancy)-[:IN|LETS]->(place)
RETURN labels(fact)[0] AS kind, fact.fact AS id, fact.version AS version, labels(place)[0] AS label, place.id AS place,
  place.level AS level, COUNT { (fact)-[:GRANTED_BY]->() } AS landlords ORDER BY kind, id, version
