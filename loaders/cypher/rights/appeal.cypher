// Purpose: the appeal against a refusal.
// Row: next
MATCH (this)<-[:AGAINST]-(next:Appeal)
