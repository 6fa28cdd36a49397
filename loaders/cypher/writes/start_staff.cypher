// Purpose: somebody is on the staff of an office, from a day on.
// Parameters: $fact (id), $officer (subject), $office (code), $on (ISO date), $by (who records it: an office's code, or operators),
//   $at (ISO instant)
// Row: fact; no row when the office was ended, or they are on its staff then
// Index: Office.code
MATCH (_office:Office {code: $office})
SET _office.lockedAt = true REMOVE _office.lockedAt
WITH _office
WHERE _office.validTo IS NULL AND NOT EXISTS {
  MATCH (_office)<-[:WORKS_AT]-(_other:StaffMember {subject: $officer})
  WHERE _other.recordedTo = datetime('9999-12-31T00:00:00Z') AND _other.validTo > date($on)
}
CREATE (_staff:StaffMember)-[:WORKS_AT]->(_office)
SET _staff = {
  fact: $fact, version: 1, subject: $officer, validFrom: date($on), validTo: date('9999-12-31'),
  recordedFrom: datetime($at), recordedTo: datetime('9999-12-31T00:00:00Z'), source: 'OFFICE', state: 'CONFIRMED', recordedBy: $by
}
RETURN _staff.fact AS fact
