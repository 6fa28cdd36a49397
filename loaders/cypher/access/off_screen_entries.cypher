// Purpose: the page's part of the log entries that a person keeps off their screen.
// Parameters: $off_screen (list of maps: order, number among the person's own, office: code or empty)
// Row: next: such a map
UNWIND $off_screen AS next
