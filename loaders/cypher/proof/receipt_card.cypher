// Purpose: the receipt card which a person has.
// Row: next
MATCH (next:ReceiptCard)-[:OF]->(this)
WHERE next.revokedAt IS NULL
