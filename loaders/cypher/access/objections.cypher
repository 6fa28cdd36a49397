// Purpose: what a person has objected to.
// Row: next
MATCH (this)<-[:CONCERNS]-(:Case {kind: 'OBJECTION'})<-[:IN]-(next:Objection)
