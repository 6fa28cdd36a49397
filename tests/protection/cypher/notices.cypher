// Purpose: what stands in the graph for the kinds of what a person was told.
// Parameters: $person (id)
// Row: kind
// Index: Person.id
MATCH (:Person {id: $person})<-[:TO]-(notice:Notice)
RETURN notice.kind AS kind
