// Purpose: give a view another name; who saved it may. A draft has none.
// Parameters: $id (uuid), $office, $officer, $at (ISO instant), $name
// Row: id, name, content, createdAt, endsAt, isDraft, version, officer; none: no such view of theirs
// Index: SavedView.id
MATCH (_view:SavedView {id: $id})
WHERE _view.office = $office AND _view.officer = $officer AND datetime($at) < _view.endsAt
  AND NOT coalesce(_view.isDraft, false)
SET _view.name = $name
RETURN _view.id AS id, _view.name AS name, _view.content AS content,
  toString(_view.createdAt) AS createdAt, toString(_view.endsAt) AS endsAt, false AS isDraft,
  coalesce(_view.version, 1) AS version, _view.officer AS officer
