// Purpose: keep what an officer explored; a draft takes the place of theirs at this office.
// Parameters: $view (properties, its instants as ISO text)
// Row: id
// Index: SavedView(office, endsAt)
OPTIONAL MATCH (_old:SavedView {office: $view.office})
WHERE $view.isDraft AND _old.isDraft AND _old.officer = $view.officer
WITH collect(_old) AS _olds
FOREACH (_each IN _olds | DELETE _each)
CREATE (_view:SavedView {id: $view.id, name: $view.name, content: $view.content, officer: $view.officer,
  office: $view.office, createdAt: datetime($view.createdAt), endsAt: datetime($view.endsAt), isDraft: $view.isDraft,
  version: $view.version})
RETURN _view.id AS id
