// Purpose: every text that hangs on a person, their cases, and what is in those: what somebody reads who has no keys.
// Parameters: $person (id)
// Row: label, property, value
// Index: Person.id
MATCH (person:Person {id: $person})
CALL (person) {
  RETURN person AS node
  UNION
  MATCH (person)--(node)
  RETURN node
  UNION
  MATCH (person)<-[:CONCERNS]-(:Case)--(node)
  RETURN node
}
UNWIND keys(node) AS property
RETURN labels(node)[0] AS label, property, toStringOrNull(node[property]) AS value
