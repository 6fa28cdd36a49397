// Purpose: which offices asked a person for their address, for themselves and for nobody who acts for them.
//   Those in a case that is off the screen are left out.
// Parameters: $isOwnRecord, $offScreenCases (numbers)
// Row: next
MATCH (this)<-[:CONCERNS]-(_case:Case)<-[:IN]-(next:Disclosure)
WHERE $isOwnRecord AND NOT _case.number IN $offScreenCases
