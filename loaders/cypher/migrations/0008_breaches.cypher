// Purpose: what identifies a notice of a breach: by it a run that was broken off finds whom it has told.
// Parameters: none.
// A row: none.
// Index: its constraint's.
CREATE CONSTRAINT breach_notice_id IF NOT EXISTS FOR (node:BreachNotice) REQUIRE node.id IS UNIQUE;
