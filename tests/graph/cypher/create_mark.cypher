// Purpose: leaves a mark, so that a test can see what was committed.
// Parameters: $run – of the test, text; $number – whole number.
// A row: none.
// Index: none.
CREATE (:TestMark {run: $run, number: $number})
