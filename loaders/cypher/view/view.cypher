// Purpose: a view that the caller's office keeps; one of another office, another's draft, one that ended and an unknown one
//   give no row.
// Parameters: $id (uuid), $office (code), $officer (subject), $at (ISO instant)
// Row: next
// Index: SavedView.id
MATCH (next:SavedView {id: $id}) WHERE next.office = $office AND datetime($at) < next.endsAt
  AND (NOT coalesce(next.isDraft, false) OR next.officer = $officer)
