// Purpose: bring every page to the disk.
// Parameters: none.
// Row: the procedure's
// Index: none
CALL db.checkpoint()
