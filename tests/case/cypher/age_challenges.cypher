// Purpose: let the time of every passkey's challenge run out: an officer's, and a resident's.
// Parameters: $officer (subject), $person (id)
// Row: changed: how many
// Index: Person.id
OPTIONAL MATCH (counter:CounterChallenge {officer: $officer})
OPTIONAL MATCH (:Person {id: $person})<-[:OF]-(own:PasskeyChallenge)
FOREACH (challenge IN [item IN [counter, own] WHERE item IS NOT NULL] | SET challenge.expiresAt = datetime('2026-01-01T00:00:00Z'))
RETURN count(counter) + count(own) AS changed
