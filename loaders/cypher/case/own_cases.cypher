// Purpose: the cases which concern a person, for that person.
// Row: next
MATCH (this)<-[:CONCERNS]-(next:Case)
