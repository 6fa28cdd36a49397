// Purpose: the caller's office.
// Parameters: $office (code)
// Row: next
// Index: Office.code
MATCH (next:Office {code: $office})
