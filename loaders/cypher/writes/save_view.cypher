// Purpose: keep what an officer explored.
// Parameters: $view (properties, its instants as ISO text)
// Row: id
// Index: none
CREATE (_view:SavedView {id: $view.id, name: $view.name, content: $view.content, officer: $view.officer,
  office: $view.office, createdAt: datetime($view.createdAt), endsAt: datetime($view.endsAt)})
RETURN _view.id AS id
