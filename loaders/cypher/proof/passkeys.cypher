// Purpose: the passkeys which a person has.
// Row: next
MATCH (next:Passkey)-[:OF]->(this)
WHERE next.revokedAt IS NULL
