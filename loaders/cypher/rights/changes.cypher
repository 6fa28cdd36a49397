// Purpose: what of a case's person changed since the office last read it. The gate brings it along, out of the log.
// Parameters: $changes (list of maps: fieldGroup, at, kind)
// Row: next: such a map
UNWIND $changes AS next
WITH next
