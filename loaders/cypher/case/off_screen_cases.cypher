// Purpose: the cases which a person keeps off their screen, for themselves and for nobody who acts for them.
// Parameters: $isOwnRecord, $offScreenCases (numbers)
// Row: next
MATCH (this)<-[:CONCERNS]-(next:Case)
WHERE $isOwnRecord AND next.number IN $offScreenCases
