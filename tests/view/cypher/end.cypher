// Purpose: let a saved view be over, as after its days.
// Parameters: $id (uuid)
// Row: none
// Index: SavedView.id
MATCH (_view:SavedView {id: $id}) SET _view.endsAt = datetime() - duration({seconds: 1})
