// Purpose: the views that the caller's office keeps.
// Parameters: $office (code), $at (ISO instant)
// Row: next
// Index: SavedView(office, endsAt)
MATCH (next:SavedView {office: $office}) WHERE datetime($at) < next.endsAt AND keyset
