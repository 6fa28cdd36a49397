// Purpose: who belongs to a household. A protected member is shown in their own household's records only.
// Parameters: $isOwnRecord
// Row: next
MATCH (this)-[:MEMBER]->(next:Person) WHERE $isOwnRecord OR NOT next.isProtected
