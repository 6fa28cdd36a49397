// Purpose: the payload of a case that was just opened.
// Parameters: $case (number)
// Row: next
WITH {case: $case} AS next
