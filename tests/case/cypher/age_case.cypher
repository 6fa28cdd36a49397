// Purpose: let a case's term run out.
// Parameters: $number
// Row: changed: how many cases
// Index: Case.number
MATCH (case:Case {number: $number})
SET case.endsAt = datetime('2026-01-01T00:00:00Z')
RETURN count(case) AS changed
