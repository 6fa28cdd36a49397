// Purpose: a case as it is some hours later.
// Parameters: $case (number), $hours (how many)
// Row: cases: how many there are
// Index: Case.number
MATCH (case:Case {number: $case})
SET case.openedAt = case.openedAt - duration({hours: $hours})
RETURN count(case) AS cases
