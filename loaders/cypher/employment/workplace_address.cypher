// Purpose: where a workplace is, unless it is also a home.
// Row: next
MATCH (this)-[:AT]->(next:Address) WHERE NOT this.isHome
