// Purpose: when a person had their address protected, for themselves and for nobody who acts for them.
// Parameters: $isOwnRecord
// Row: next
MATCH (this)<-[:OF]-(next:Protection) WHERE $isOwnRecord
