// Purpose: when a person had their address protected, for themselves and for nobody who acts for them.
// Parameters: $isOwnRecord, $protections (list of maps, each with its order)
// Row: next, such a map
WITH this WHERE $isOwnRecord
UNWIND $protections AS next
