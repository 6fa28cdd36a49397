// Purpose: the case that is on its way, for an officer at whose counter the resident assents: of the office that has it, or of the one that is to get it.
// Parameters: $office (code of the caller's), $case (number), $at (ISO instant)
// Row: kind and purpose (tokens), subject; none: no such case is on its way from or to this office
// Index: Case.number
MATCH (_case:Case {number: $case})-[:CONCERNS]->(_subject:Person)
WHERE _case.state <> 'CLOSED' AND datetime($at) < _case.endsAt
MATCH (_transfer:CaseTransfer)-[:IN]->(_case)
WHERE EXISTS { (_transfer)-[:TO]->(:Office {code: $office}) } OR EXISTS { (_case)-[:AT]->(:Office {code: $office}) }
RETURN _case.kind AS kind, _case.purpose AS purpose, _subject.id AS subject LIMIT 1
