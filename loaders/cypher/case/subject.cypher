// Purpose: the subject which a case concerns.
// Parameters: $isWithheld (by the authority statement: nobody is shown then)
// Row: next
MATCH (this)-[:CONCERNS]->(next:Person) WHERE NOT $isWithheld
