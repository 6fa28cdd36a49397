// Purpose: how many openings were refused to an officer on the last day that had one.
// Parameters: $officer (subject)
// Row: day, count
// Index: CounterRefusals.officer
MATCH (refusals:CounterRefusals {officer: $officer})
RETURN toString(refusals.day) AS day, refusals.count AS count
