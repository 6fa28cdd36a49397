// Purpose: the marks of one test.
// Parameters: $run – of the test, text.
// A row: number – of a mark.
// Index: none; a test leaves few.
MATCH (mark:TestMark {run: $run})
RETURN mark.number AS number
ORDER BY number
