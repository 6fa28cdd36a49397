// Purpose: the sign-ins that open a person's record.
// Row: next
MATCH (next:SignIn)-[:OF]->(this)
WHERE next.endedAt IS NULL
