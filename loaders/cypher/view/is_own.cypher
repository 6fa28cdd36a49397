// Purpose: whether the caller saved a view.
// Parameters: $officer (subject)
// Row: next
WITH this.officer = $officer AS next
