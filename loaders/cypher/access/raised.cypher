// Purpose: the objection that was just raised, in its person's own record.
// Parameters: $objection, $person (ids)
// Row: next
// Index: Person.id
MATCH (:Person {id: $person})<-[:CONCERNS]-(:Case)<-[:IN]-(next:Objection {id: $objection})
