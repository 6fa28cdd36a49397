// Purpose: whether a person's address is protected: for themselves, and for nobody who acts for them.
// Parameters: $isOwnRecord, $isProtected
// Row: next: a boolean
WITH this WHERE $isOwnRecord
WITH $isProtected AS next
