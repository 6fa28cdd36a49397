// Purpose: what a person has restricted, lifted restrictions too.
// Row: next
MATCH (this)<-[:OF]-(next:Restriction)
