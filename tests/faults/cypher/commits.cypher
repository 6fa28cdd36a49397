// Purpose: every commit's mark, that it may be held against the log.
// Parameters: none
// Row: entry
// Index: none: a test reads them all
MATCH (write:Write) RETURN write.entry AS entry
