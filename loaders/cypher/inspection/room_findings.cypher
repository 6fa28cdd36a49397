// Purpose: what inspections found in a room.
// Parameters: $state (enum or null)
// Row: next
// A resident's record leads to a home anywhere: what others know of it is for the offices there.
MATCH (this)<-[:ABOUT]-(next:Finding) WHERE this.unitCode STARTS WITH jurisdiction AND ($state IS NULL OR next.state = $state) AND keyset
