// Purpose: the lines of the notice of processing.
// Row: next: a map
UNWIND this.activities AS next
WITH next
