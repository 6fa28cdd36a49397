// Purpose: which offices asked a person for their address, for themselves and for nobody who acts for them.
//   Those in a case that is off the screen are left out.
// Parameters: $isOwnRecord, $disclosures (list of maps: case, order and others), $offScreenCases (numbers)
// Row: next, such a map
WITH this WHERE $isOwnRecord
UNWIND $disclosures AS next
WITH next WHERE NOT next.case IN $offScreenCases
