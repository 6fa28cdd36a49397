// Purpose: the case which the authority statement found.
// Parameters: $case (number)
// Row: next
// Index: Case.number
MATCH (next:Case {number: $case})
