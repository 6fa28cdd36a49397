// Purpose: the office that is to take a case over, and the officer there, if one is named.
// Parameters: $target (code of the office), $member (subject of the officer, or null), $today (ISO date)
// Row: client (the department to which the office belongs), staff (fact id; null: no such active officer); none: no such office
// Index: Office.code, StaffMember.subject
MATCH (_office:Office {code: $target}) WHERE _office.validTo IS NULL
OPTIONAL MATCH (_staff:StaffMember {subject: $member})-[:WORKS_AT]->(_office)
WHERE _staff.validFrom <= date($today) AND date($today) < _staff.validTo
  AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
RETURN _office.client AS client, _staff.fact AS staff LIMIT 1
