// Purpose: what inspections found in a building and its rooms.
// Parameters: $state (enum or null)
// Row: next
// A resident's record leads to a home anywhere: what others know of it is for the offices there.
MATCH (_place)-[:IN*0..1]->(this) WHERE this.unitCode STARTS WITH jurisdiction
MATCH (_place)<-[:ABOUT]-(next:Finding) WHERE ($state IS NULL OR next.state = $state) AND keyset
