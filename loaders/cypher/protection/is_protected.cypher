// Purpose: whether a person's address is protected: for themselves, and for nobody who acts for them.
// Parameters: $isOwnRecord
// Row: next: a boolean
WITH this WHERE $isOwnRecord
WITH this.isProtected AS next
