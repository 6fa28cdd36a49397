// Purpose: what an office asks for a person's address for.
// Row: next: a purpose's id
// Index: Case.number
MATCH (_case:Case {number: this.case})
WITH _case.purpose AS next
