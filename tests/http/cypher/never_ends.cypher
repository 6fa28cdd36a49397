// Purpose: keeps the database busy for hours.
// Parameters: none.
// A row: largest – a number nobody waits for.
// Index: none.
UNWIND range(1, 10000000) AS a
UNWIND range(1, 10000000) AS b
RETURN max(a * b) AS largest
