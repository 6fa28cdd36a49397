// Purpose: what the graph holds of a person's sign-ins and the codes that link one.
// Parameters: $person (id)
// Row: label, properties of each
// Index: Person.id
MATCH (:Person {id: $person})<-[:OF]-(node:SignIn|LinkingCode)
RETURN labels(node)[0] AS label, properties(node) AS stored ORDER BY label, node.endedAt
