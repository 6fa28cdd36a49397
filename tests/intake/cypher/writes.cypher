// Purpose: which of these log entries a commit carries.
// Parameters: entries, a list of texts
// Row: one entry
// Index: Write(entry)
MATCH (write:Write) WHERE write.entry IN $entries
RETURN write.entry AS entry ORDER BY entry
