// Purpose: which of some saved views the graph holds, ended ones too.
// Parameters: $ids (uuids)
// Row: id
// Index: SavedView.id
MATCH (_view:SavedView) WHERE _view.id IN $ids RETURN _view.id AS id ORDER BY id
