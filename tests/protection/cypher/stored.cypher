// Purpose: what the graph tells of a person: what hangs on them, how often, with which properties.
// Parameters: $person (id)
// Row: relationship, labels, property names, how often
// Index: Person.id
MATCH (person:Person {id: $person})
CALL (person) {
  RETURN 'IS' AS edge, person AS node
  UNION
  MATCH (person)-[edge]-(node)
  RETURN type(edge) AS edge, node
  UNION
  MATCH (person)<-[:CONCERNS]-(:Case)-[edge]-(node)
  RETURN type(edge) AS edge, node
}
WITH edge, labels(node) AS labels, keys(node) AS properties
UNWIND properties AS property
WITH edge, labels, property ORDER BY property
RETURN edge, labels, property, count(*) AS times ORDER BY edge, labels, property
