// Purpose: which of these cases are not past the term that begins with their end.
// Parameters: $cases (numbers), $until (ISO instant: the end of the last day from which the period is over)
// Row: case (number)
// Index: Case.number
UNWIND $cases AS _number
MATCH (_case:Case {number: _number})
WHERE coalesce(_case.closedAt, _case.endsAt) >= datetime($until)
RETURN _case.number AS case
