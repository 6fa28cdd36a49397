// Purpose: a resident's channel, as it is stored.
// Parameters: $person (id)
// Row: stored (properties)
// Index: Person.id
MATCH (choice:NoticeChannel)-[:OF]->(:Person {id: $person})
RETURN properties(choice) AS stored
