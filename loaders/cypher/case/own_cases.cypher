// Purpose: the cases which concern a person, for that person; whoever acts for a protected person learns of no office near
//   their home. What is off the screen is left out.
// Parameters: $isOwnRecord, $offScreenCases (numbers)
// Row: next
MATCH (this)<-[:CONCERNS]-(next:Case)
WHERE ($isOwnRecord OR NOT this.isProtected) AND NOT next.number IN $offScreenCases
