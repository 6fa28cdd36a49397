// Purpose: the buildings in the jurisdiction for which a mandate was given as a whole.
// Row: next
MATCH (this)-[:FOR]->(next:Building) WHERE next.unitCode STARTS WITH jurisdiction AND keyset
