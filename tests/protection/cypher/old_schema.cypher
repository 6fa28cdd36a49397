// Purpose: what an older hub's store has, and this one's drops when it has moved what is in clear.
// Parameters: none
// Row: none
// Index: none. The schema is written.
CREATE CONSTRAINT protection_id IF NOT EXISTS FOR (node:Protection) REQUIRE node.id IS UNIQUE
