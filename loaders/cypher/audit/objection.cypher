// Purpose: what is objected to in a case which the caller holds.
// Parameters: $case (number)
// Row: entry (number among the person's own; null where a processing is objected to), purpose, isAnswered; none: nothing is objected to there
// Index: Case.number
MATCH (:Case {number: $case})<-[:IN]-(_objection:Objection)
RETURN _objection.entry AS entry, _objection.purpose AS purpose,
  EXISTS { (_objection)<-[:TO]-(:ObjectionAnswer) } AS isAnswered
LIMIT 1
