// Purpose: when an objection was answered.
// Row: next: an instant
MATCH (this)<-[:TO]-(_answer:ObjectionAnswer)
WITH _answer.answeredAt AS next
