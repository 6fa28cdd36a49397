// Purpose: what stands in the graph of a person's protections and disclosures.
// Parameters: $person (id)
// Row: properties of each
// Index: Person.id
MATCH (person:Person {id: $person})
CALL (person) {
  MATCH (person)<-[:OF]-(node:Protection)
  RETURN node
  UNION
  MATCH (person)<-[:CONCERNS]-(:Case)<-[:IN]-(node:Disclosure)
  RETURN node
}
RETURN properties(node) AS stored
