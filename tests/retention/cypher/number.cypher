// Purpose: the number of a case.
// Parameters: $case (id)
// Row: number
// Index: Case.id
MATCH (case:Case {id: $case})
RETURN case.number AS number
