// Purpose: the units directly below.
// Row: next
MATCH (this)<-[:PART_OF]-(next:AdminUnit)
