// Purpose: whether somebody is an active member of an office of the caller's department.
// Parameters: $member (subject of the officer), $office (code), $client, $today (ISO date)
// Row: one row: isActive
// Index: StaffMember.subject, Office.code
RETURN EXISTS {
  MATCH (_staff:StaffMember {subject: $member})-[:WORKS_AT]->(_office:Office {code: $office})
  WHERE _office.client = $client
    AND _staff.validFrom <= date($today) AND date($today) < _staff.validTo
    AND _staff.recordedTo = datetime('9999-12-31T00:00:00Z')
} AS isActive
