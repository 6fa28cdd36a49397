// Purpose: what the graph knows of an officer, an office, and a case that may be waiting there for somebody to hold it.
// Parameters: $officer, $office, $client, $today (ISO date), $case (number), $at (ISO instant)
// Row: one row: staff (fact id; null: no such active officer), isWaiting (at this office, open and within its term; an appeal never for who refused), kind and purpose (tokens), proof, subject
// Index: StaffMember.subject, Office.code, Case.number
OPTIONAL MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client
  AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo
  AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _staff, _office LIMIT 1
OPTIONAL MATCH (_case:Case {number: $case})
OPTIONAL MATCH (_case)-[:CONCERNS]->(_subject:Person)
RETURN _staff.fact AS staff,
  EXISTS {
    MATCH (_case)-[:WAITS_AT]->(_office)
    WHERE _case.state <> 'CLOSED' AND datetime($at) < _case.endsAt
      AND NOT EXISTS { (_case)<-[:IN]-(:Appeal)-[:AGAINST]->(:Refusal)-[:BY]->(:StaffMember {subject: $officer}) }
  } AS isWaiting,
  _case.kind AS kind, _case.purpose AS purpose, _case.proof AS proof, _subject.id AS subject
