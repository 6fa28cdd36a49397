// Purpose: the answer to the objection of a case, given once. The case stays open until its officer closes it.
// Parameters: $case (number), $answer (properties, instants as ISO text)
// Row: objection: its id; no row when it was answered meanwhile
// Index: Case.number
MATCH (_case:Case {number: $case})<-[:IN]-(_objection:Objection)
SET _objection.lockedAt = true REMOVE _objection.lockedAt
WITH _case, _objection WHERE NOT EXISTS { (_objection)<-[:TO]-(:ObjectionAnswer) }
CREATE (_answer:ObjectionAnswer)-[:TO]->(_objection)
SET _answer = $answer, _answer.answeredAt = datetime($answer.answeredAt)
RETURN _objection.id AS objection
