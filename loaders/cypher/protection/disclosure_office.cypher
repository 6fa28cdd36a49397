// Purpose: what the office that asks for a person's address is called today.
// Row: next: a name
// Index: Case.number
MATCH (:Case {number: this.case})-[:AT]->(_office:Office)
WITH _office.name AS next
