// Purpose: the officer whom the token names, still active at that office; without one there is no row and no answer.
// Parameters: $officer (subject of the token), $office (code), $client, $today (ISO date)
// Row: jurisdiction: the unit code within which the office works
// Index: StaffMember.subject, Office.code
MATCH (_staff:StaffMember {subject: $officer})-[:WORKS_AT]->(_office:Office {code: $office})
WHERE _office.client = $client
  AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo
  AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
WITH _office.unitCode AS jurisdiction LIMIT 1
