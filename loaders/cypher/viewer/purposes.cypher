// Purpose: the purposes that are open to the caller's client.
// Parameters: $purposes (maps of id, description, dpvTerm, legalBasis)
// Row: next
UNWIND $purposes AS next WITH next
