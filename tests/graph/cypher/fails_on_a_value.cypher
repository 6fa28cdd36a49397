// Purpose: fails while it runs, with a message that quotes the value.
// Parameters: $value – text.
// A row: none.
// Index: none.
RETURN date($value) AS day
