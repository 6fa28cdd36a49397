// Purpose: close a case, or reopen it.
// Parameters: $number, $state (a case state)
// Row: changed: how many cases
// Index: Case.number
MATCH (case:Case {number: $number})
SET case.state = $state
RETURN count(case) AS changed
