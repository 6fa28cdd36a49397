// Purpose: how long what is kept, as the retention schedule has it.
// Row: next: a map
UNWIND this.periods AS next
WITH next
