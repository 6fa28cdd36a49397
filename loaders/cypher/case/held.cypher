// Purpose: the open cases of residents that an officer holds at their office, or is named deputy of.
// Parameters: $officer (subject), $office (code), $at (ISO instant)
// Row: next, a map: number, kind and purpose (tokens), openedAt, endsAt; id: the person whose tokens they are, which is never answered
// Index: StaffMember.subject
MATCH (:StaffMember {subject: $officer})<-[:OPENED_BY|DEPUTY]-(_case:Case)-[:AT]->(:Office {code: $office})
WHERE _case.state <> 'CLOSED' AND datetime($at) < _case.endsAt
MATCH (_case)-[:CONCERNS]->(_subject:Person)
WITH DISTINCT _case, _subject
WITH {number: _case.number, kind: _case.kind, purpose: _case.purpose, openedAt: _case.openedAt, endsAt: _case.endsAt,
  id: _subject.id} AS next WHERE keyset
