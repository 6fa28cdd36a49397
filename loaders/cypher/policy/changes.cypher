// Purpose: the page's part of the log entries about the policy, or of what operators did. The log holds them; the graph is given their numbers.
// Parameters: $entries (list of maps: order, number among them, office: code or empty)
// Row: next: such a map
UNWIND $entries AS next
