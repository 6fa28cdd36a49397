// Purpose: take away every residence and employment of the city.
// Parameters: none.
// Row: none
// Index: none; it walks all of them
MATCH (fact:Residence|Employment)
DETACH DELETE fact
