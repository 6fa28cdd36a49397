// Purpose: how often the content of a view was saved.
// Parameters: none
// Row: next
WITH coalesce(this.version, 1) AS next
