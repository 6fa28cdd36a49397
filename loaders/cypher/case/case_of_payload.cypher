// Purpose: the case of a payload.
// Row: next
// Index: Case.number
MATCH (next:Case {number: this.case})
