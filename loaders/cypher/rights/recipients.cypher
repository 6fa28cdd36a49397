// Purpose: the page's part of the offices which the log says have had to do with a person's data.
// Parameters: $recipients (list of maps: order, and what an office got)
// Row: next: such a map
UNWIND $recipients AS next
