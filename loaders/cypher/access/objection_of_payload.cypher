// Purpose: the payload's objection is the payload itself.
// Row: next
WITH this AS next
