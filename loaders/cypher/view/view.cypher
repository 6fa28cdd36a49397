// Purpose: a view that the caller's office keeps; one of another office, one that ended and an unknown one give no row.
// Parameters: $id (uuid), $office (code), $at (ISO instant)
// Row: next
// Index: SavedView.id
MATCH (next:SavedView {id: $id}) WHERE next.office = $office AND datetime($at) < next.endsAt
