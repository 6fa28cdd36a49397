// Purpose: that has moved, for every person.
// Row: none
// Index: none. The schema is written.
DROP CONSTRAINT protection_id IF EXISTS
