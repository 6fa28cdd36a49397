// Purpose: the objection that was just answered, in the case that is held.
// Parameters: $case (number)
// Row: next
// Index: Case.number
MATCH (:Case {number: $case})<-[:IN]-(next:Objection)
