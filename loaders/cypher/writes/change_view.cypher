// Purpose: what a view of the office holds from now on, unless it was saved meanwhile. Its day and its officer stay. A draft is
//   not changed: the next takes its place.
// Parameters: $id (uuid), $office, $officer, $at (ISO instant), $version, $content
// Row: id, name, content, createdAt, endsAt, isDraft, version, officer, isOwn, isChanged (false: it was saved meanwhile); none: the office keeps no such view
// Index: SavedView.id
MATCH (_view:SavedView {id: $id})
WHERE _view.office = $office AND datetime($at) < _view.endsAt AND NOT coalesce(_view.isDraft, false)
SET _view.lockedAt = true REMOVE _view.lockedAt // before the version is read: of two that save at once the second sees the first's
WITH _view, coalesce(_view.version, 1) = $version AS _isCurrent
FOREACH (_each IN CASE WHEN _isCurrent THEN [_view] ELSE [] END |
  SET _each.content = $content, _each.version = $version + 1)
RETURN _view.id AS id, _view.name AS name, _view.content AS content, toString(_view.createdAt) AS createdAt,
  toString(_view.endsAt) AS endsAt, false AS isDraft, coalesce(_view.version, 1) AS version, _view.officer AS officer,
  _view.officer = $officer AS isOwn, _isCurrent AS isChanged
