// Purpose: the views that the caller's office keeps, and the caller's own draft.
// Parameters: $office (code), $officer (subject), $at (ISO instant)
// Row: next
// Index: SavedView(office, endsAt)
MATCH (next:SavedView {office: $office}) WHERE datetime($at) < next.endsAt AND keyset
  AND (NOT coalesce(next.isDraft, false) OR next.officer = $officer)
