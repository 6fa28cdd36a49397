// Purpose: what offices refused a person.
// Row: next
MATCH (this)<-[:CONCERNS]-(:Case)<-[:IN]-(next:Refusal)
