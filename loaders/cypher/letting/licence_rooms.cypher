// Purpose: the rooms in the jurisdiction which a licence covers.
// Row: next
MATCH (this)-[:COVERS]->(next:Room) WHERE next.unitCode STARTS WITH jurisdiction AND keyset
