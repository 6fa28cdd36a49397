// Purpose: whether the explorer kept it by itself.
// Parameters: none
// Row: next
WITH coalesce(this.isDraft, false) AS next
