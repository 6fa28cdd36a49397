// Purpose: the number of the log entry that is objected to; none where a processing is.
// Row: next: a map
WITH this WHERE this.entry IS NOT NULL
WITH {number: this.entry} AS next
