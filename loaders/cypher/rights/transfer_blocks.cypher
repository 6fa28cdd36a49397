// Purpose: which departments a person has blocked, lifted blocks too.
// Row: next
MATCH (this)<-[:OF]-(next:TransferBlock)
