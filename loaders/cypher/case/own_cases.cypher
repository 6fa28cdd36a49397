// Purpose: the cases which concern a person. What is off the screen is left out.
// Parameters: $offScreenCases (numbers)
// Row: next
MATCH (this)<-[:CONCERNS]-(next:Case)
WHERE NOT next.number IN $offScreenCases
