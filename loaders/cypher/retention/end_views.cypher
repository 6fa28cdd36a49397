// Purpose: erase the saved views that are over.
// Parameters: $at (ISO instant), $limit (how many at most)
// Row: nodes: how many went
// Index: SavedView.endsAt
MATCH (_view:SavedView) WHERE _view.endsAt <= datetime($at)
WITH _view LIMIT $limit
DELETE _view
RETURN count(*) AS nodes
