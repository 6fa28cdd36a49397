// Purpose: the cases which concern a person, for that person; whoever acts for a protected person learns of no office near
//   their home.
// Parameters: $isOwnRecord
// Row: next
MATCH (this)<-[:CONCERNS]-(next:Case)
WHERE $isOwnRecord OR NOT this.isProtected
