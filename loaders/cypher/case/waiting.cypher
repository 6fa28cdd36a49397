// Purpose: the cases that wait at the caller's office for an officer, of the kinds and the purpose which the caller serves.
// Parameters: $office (code), $purpose, $kinds (list), $at (ISO instant)
// Row: next
// Index: Office.code
MATCH (:Office {code: $office})<-[:WAITS_AT]-(next:Case)
WHERE next.state <> 'CLOSED' AND datetime($at) < next.endsAt AND next.purpose = $purpose AND next.kind IN $kinds AND keyset
