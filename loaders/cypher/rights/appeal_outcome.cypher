// Purpose: what was decided of an appeal.
// Row: next: an AppealOutcome
MATCH (this)<-[:TO]-(_answer:AppealAnswer)
WITH _answer.outcome AS next
