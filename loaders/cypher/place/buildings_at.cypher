// Purpose: the buildings at an address in the jurisdiction: an office anywhere in the city leads to its address.
// Row: next
MATCH (this)<-[:AT]-(next:Building) WHERE next.unitCode STARTS WITH jurisdiction AND keyset
