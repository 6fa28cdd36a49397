// Purpose: what identifies the tombstone of an erasure.
// Parameters: none.
// A row: none.
// Index: its constraint's.
CREATE CONSTRAINT erasure_id IF NOT EXISTS FOR (node:Erasure) REQUIRE node.id IS UNIQUE;
