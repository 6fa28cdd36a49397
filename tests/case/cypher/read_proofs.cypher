// Purpose: what the graph keeps of a person's cards and passkeys.
// Parameters: $person (id)
// Row: label, properties by name as text (sealed ones and instants too)
// Index: Person.id
MATCH (:Person {id: $person})<-[:OF]-(proof:ReceiptCard|Passkey)
UNWIND keys(proof) AS name
WITH proof, name ORDER BY name
RETURN labels(proof)[0] AS label, name, CASE WHEN name STARTS WITH 'sealed' THEN 'sealed' ELSE toString(proof[name]) END AS value
