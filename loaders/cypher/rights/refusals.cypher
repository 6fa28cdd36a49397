// Purpose: what offices refused a person; whoever acts for a protected person learns of no office near their home.
// Parameters: $isOwnRecord
// Row: next
MATCH (this)<-[:CONCERNS]-(:Case)<-[:IN]-(next:Refusal)
WHERE $isOwnRecord OR NOT this.isProtected
