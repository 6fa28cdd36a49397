// Purpose: when an appeal was answered.
// Row: next: an instant
MATCH (this)<-[:TO]-(_answer:AppealAnswer)
WITH _answer.answeredAt AS next
