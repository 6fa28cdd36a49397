// Purpose: what inspections found in a building and its rooms.
// Parameters: $state (enum or null)
// Row: next
MATCH (_place)-[:IN*0..1]->(this)
MATCH (_place)<-[:ABOUT]-(next:Finding) WHERE ($state IS NULL OR next.state = $state) AND keyset
