// Purpose: what a person has objected to; whoever acts for a protected person learns of no office near their home.
// Parameters: $isOwnRecord
// Row: next
MATCH (this)<-[:CONCERNS]-(:Case {kind: 'OBJECTION'})<-[:IN]-(next:Objection)
WHERE $isOwnRecord OR NOT this.isProtected
