// Purpose: what inspections found in a room.
// Parameters: $state (enum or null)
// Row: next
MATCH (this)<-[:ABOUT]-(next:Finding) WHERE ($state IS NULL OR next.state = $state) AND keyset
