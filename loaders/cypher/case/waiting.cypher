// Purpose: the cases that wait at the caller's office for an officer, of the kinds and the purpose which the caller serves.
// Parameters: $office (code), $kinds (list of tokens), $at (ISO instant)
// Row: next, a map: number, kind (token), openedAt
// Index: Office.code
MATCH (:Office {code: $office})<-[_waits:WAITS_AT]-(_case:Case)
WHERE _case.state <> 'CLOSED' AND datetime($at) < _case.endsAt AND _waits.for IN $kinds
WITH {number: _case.number, kind: _waits.for, openedAt: _case.openedAt} AS next WHERE keyset
