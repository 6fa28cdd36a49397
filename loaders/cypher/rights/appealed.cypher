// Purpose: the refusal that an appeal is against.
// Row: next
MATCH (this)-[:AGAINST]->(next:Refusal)
