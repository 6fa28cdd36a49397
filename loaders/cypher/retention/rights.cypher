// Purpose: refusals, and appeals with their answers, whose case was closed so long ago that they go.
// Parameters: $until (ISO instant: the end of the last day from which the period is over)
// Row: _node, _person
// Index: none. The whole register is gone through, in a command that shows nobody.
MATCH (_right:Refusal|Appeal)-[:IN]->(_case:Case)-[:CONCERNS]->(_person:Person)
WHERE coalesce(_case.closedAt, _case.endsAt) < datetime($until)
UNWIND [_right] + COLLECT { MATCH (_right)<-[:TO]-(_answer:AppealAnswer) RETURN _answer } AS _node
WITH _node, _person
