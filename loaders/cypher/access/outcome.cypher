// Purpose: what was found of an objection.
// Row: next: an ObjectionOutcome
MATCH (this)<-[:TO]-(_answer:ObjectionAnswer)
WITH _answer.outcome AS next
