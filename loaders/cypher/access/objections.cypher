// Purpose: what a person has objected to; whoever acts for a protected person learns of no office near their home.
//   What is objected to and off the screen is left out: it stands beside its entry.
// Parameters: $isOwnRecord, $offScreenNumbers
// Row: next
MATCH (this)<-[:CONCERNS]-(:Case {kind: 'OBJECTION'})<-[:IN]-(next:Objection)
WHERE ($isOwnRecord OR NOT this.isProtected) AND NOT coalesce(next.entry, 0) IN $offScreenNumbers
