// Purpose: the objection to a log entry, by the entry's number among the person's own.
// Parameters: $person (id)
// Row: next
// Index: Person.id
MATCH (:Person {id: $person})<-[:CONCERNS]-(:Case)<-[:IN]-(next:Objection {entry: this.number})
