// Purpose: the answer to the appeal of a case, given once, and never by who refused. The case stays open: what was wrongly
//   refused is done in it.
// Parameters: $case (number), $officer (subject), $answer (properties: instants as ISO text, its words sealed)
// Row: appeal: its id; no row when it was answered meanwhile, or the officer is the one who refused
// Index: Case.number
MATCH (_case:Case {number: $case})<-[:IN]-(_appeal:Appeal)
SET _appeal.lockedAt = true REMOVE _appeal.lockedAt
WITH _appeal
WHERE NOT EXISTS { (_appeal)<-[:TO]-(:AppealAnswer) }
  AND NOT EXISTS { (_appeal)-[:AGAINST]->(:Refusal)-[:BY]->(:StaffMember {subject: $officer}) }
CREATE (_answer:AppealAnswer)-[:TO]->(_appeal)
SET _answer = $answer, _answer.answeredAt = datetime($answer.answeredAt)
RETURN _appeal.id AS appeal
