// Purpose: what identifies a saved view, and how those of an office are found.
// Parameters: none.
// A row: none.
// Index: those it makes.
CREATE CONSTRAINT saved_view_id IF NOT EXISTS FOR (node:SavedView) REQUIRE node.id IS UNIQUE;
CREATE INDEX saved_view_office IF NOT EXISTS FOR (node:SavedView) ON (node.office, node.endsAt);
CREATE INDEX saved_view_ends IF NOT EXISTS FOR (node:SavedView) ON (node.endsAt);
