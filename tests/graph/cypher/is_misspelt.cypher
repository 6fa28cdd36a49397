// Purpose: has an error in its syntax.
// Parameters: none.
// A row: none.
// Index: none.
RETRUN 1
