// Purpose: the buildings at an address.
// Row: next
MATCH (this)<-[:AT]-(next:Building) WHERE keyset
