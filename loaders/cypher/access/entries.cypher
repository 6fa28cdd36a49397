// Purpose: the page's part of the log entries about a person. The log holds them; the graph is given their numbers.
// Parameters: $entries (list of maps: order, number among the person's own, office: code or empty)
// Row: next: such a map
UNWIND $entries AS next
